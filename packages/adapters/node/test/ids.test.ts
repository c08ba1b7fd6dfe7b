import { createHash } from 'node:crypto'
import { EVENT_NAMESPACE } from '@seat-ledger/core'
import { describe, expect, it } from 'vitest'
import { nodeIds } from '../src/index.js'
import { uuidV5 } from '../src/uuid-v5.js'

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

/** RFC 9562, section 5.5, word for word and slowly. */
const slowUuidV5 = (namespace: string, name: string): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

describe('the UUIDv5 of a name', () => {
  it('is that of RFC 9562, appendix A.4, for www.example.com among the DNS names', () => {
    expect(uuidV5(DNS)('www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  it('is the same as the definition gives, for names of every length and script', () => {
    const uuid = uuidV5(EVENT_NAMESPACE)
    const names = [
      '',
      'ä',
      '漢字',
      '🪑'.repeat(400),
      ...Array.from({ length: 600 }, (_, length) => 'n'.repeat(length)),
      'short again',
    ]
    expect(names.map(uuid)).toEqual(names.map((name) => slowUuidV5(EVENT_NAMESPACE, name)))
  })
})

describe('the ids of Node', () => {
  it('name an event in the namespace of ledger events', () => {
    expect(nodeIds.event('seat_ledger-org.pool/command/0')).toBe(
      slowUuidV5(EVENT_NAMESPACE, 'seat_ledger-org.pool/command/0'),
    )
  })

  it('fingerprint a text with SHA-256 as base64url: FIPS 180-2, "abc"', () => {
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(Buffer.from(nodeIds.fingerprint('abc'), 'base64url').toString('hex')).toBe(expected)
    expect(nodeIds.fingerprint('abc')).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
})
