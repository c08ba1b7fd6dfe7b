import { createHmac, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hmacSha256 } from '../src/hmac.js'

describe('the HMAC of a text', () => {
  it("is that of Node's own Hmac, for keys and texts of every length and script", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.array(fc.string({ unit: 'binary', maxLength: 700 }), { minLength: 1, maxLength: 5 }),
        (bytes, texts) => {
          const key = createSecretKey(bytes)
          const mac = hmacSha256(key)
          for (const text of texts) {
            expect(mac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'))
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it('keeps the keys apart whose texts come in turn', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((bytes) =>
      hmacSha256(createSecretKey(bytes)),
    )
    const first = one?.('text')
    expect(two?.('text')).not.toBe(first)
    expect(one?.('text')).toBe(first)
  })
})
