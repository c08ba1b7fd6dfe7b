import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { InvitationKeysInvalid, invitationKeys, randomInvitationKeys } from '../src/index.js'

const SECRET = 'a secret that nobody may ever see'

const faultsOf = (run: () => unknown): readonly unknown[] => {
  try {
    run()
  } catch (error) {
    if (error instanceof InvitationKeysInvalid) return error.faults
    throw error
  }
  return []
}

describe('an invitation key', () => {
  it('makes the HMAC-SHA256 of RFC 4231, test case 6, as base64url', () => {
    const keys = invitationKeys({ current: 'rfc', keys: { rfc: new Uint8Array(131).fill(0xaa) } })
    const mac = keys.sign('rfc', 'Test Using Larger Than Block-Size Key - Hash Key First')
    expect(mac).toBe(
      Buffer.from('60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54', 'hex').toString(
        'base64url',
      ),
    )
  })

  it('is the same key as bytes, as hex, as base64 and as URL-safe base64', () => {
    const bytes = Buffer.alloc(33, 0xfb)
    const macs = [
      bytes,
      `hex:${bytes.toString('hex')}`,
      `base64:${bytes.toString('base64')}`,
      `base64:${bytes.toString('base64url')}`,
    ].map((key) => invitationKeys({ current: 'k', keys: { k: key } }).sign('k', 'text'))
    expect(new Set(macs).size).toBe(1)
  })

  it('is its UTF-8 bytes when it is text without an encoding in front', () => {
    const text = 'ÄÖÜ and thirty-two bytes of words'
    const [asText, asBytes] = [text, Buffer.from(text)].map((key) =>
      invitationKeys({ current: 'k', keys: { k: key } }),
    )
    expect(asText?.sign('k', 'text')).toBe(asBytes?.sign('k', 'text'))
  })

  it('may have exactly 32 bytes', () => {
    expect(faultsOf(() => invitationKeys({ current: 'k', keys: { k: 'x'.repeat(32) } }))).toEqual([])
  })

  it('is not affected when the caller wipes the bytes that were given', () => {
    const bytes = Buffer.alloc(32, 1)
    const keys = invitationKeys({ current: 'k', keys: { k: bytes } })
    const before = keys.sign('k', 'text')
    bytes.fill(0)
    expect(keys.sign('k', 'text')).toBe(before)
  })
})

describe('a mac', () => {
  const keys = invitationKeys({ current: 'new', keys: { old: SECRET, new: `${SECRET}, again` } })

  it('is good under the key that made it, also after a newer key became current', () => {
    const before = invitationKeys({ current: 'old', keys: { old: SECRET } })
    expect(keys.verify('old', 'text', before.sign('old', 'text') ?? '')).toBe(true)
  })

  it('is bad under another key, for another text, and when its key is gone', () => {
    const mac = keys.sign('new', 'text') ?? ''
    expect([
      keys.verify('old', 'text', mac),
      keys.verify('new', 'texts', mac),
      keys.verify('gone', 'text', mac),
    ]).toEqual([false, false, false])
  })

  it('is bad when a single character differs, is missing or is added', () => {
    const mac = keys.sign('new', 'text') ?? ''
    const changed = [...mac].map(
      (character, at) => mac.slice(0, at) + (character === 'A' ? 'B' : 'A') + mac.slice(at + 1),
    )
    expect(
      [...changed, mac.slice(0, -1), `${mac}A`, `${mac}=`, '', 'ä'.repeat(43)].filter((bad) =>
        keys.verify('new', 'text', bad),
      ),
    ).toEqual([])
  })

  it('does not exist under a key that does not', () => {
    expect([
      keys.sign('gone', 'text'),
      keys.sign('constructor', 'text'),
      keys.sign('__proto__', 'text'),
    ]).toEqual([undefined, undefined, undefined])
  })
})

describe('a key ring', () => {
  it('is refused with every fault at once', () => {
    const keys = {
      short: 'too short',
      'bad id': SECRET,
      'bad-hex': 'hex:0g',
      'bad-base64': `base64:${'A'.repeat(50)}!`,
    }
    expect(faultsOf(() => invitationKeys({ current: 'other', keys }))).toEqual([
      { _tag: 'KeyTooShort', key: 'key "short"', bytes: 9 },
      { _tag: 'KeyIdMalformed', key: 'key number 2' },
      { _tag: 'KeyMalformed', key: 'key "bad-hex"', encoding: 'hex' },
      { _tag: 'KeyMalformed', key: 'key "bad-base64"', encoding: 'base64' },
      { _tag: 'CurrentKeyMissing' },
    ])
  })

  it('holds at least one key', () => {
    expect(faultsOf(() => invitationKeys({ current: 'k', keys: {} }))).toEqual([{ _tag: 'NoKeys' }])
  })

  it('has no current key that only every object has', () => {
    expect(faultsOf(() => invitationKeys({ current: 'toString', keys: { k: SECRET } }))).toEqual([
      { _tag: 'CurrentKeyMissing' },
    ])
  })

  it('never repeats a secret in its error, not even one that was written where an id belongs', () => {
    const secret = 'f'.repeat(64)
    const given = {
      current: secret,
      keys: { [secret]: 'k1', [`${SECRET}!`]: `hex:${SECRET}`, k: SECRET.slice(0, 20) },
    }
    let said = ''
    try {
      invitationKeys(given)
    } catch (error) {
      said = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error)
    }
    expect(said).toContain('key number 1 must have at least 32 bytes and has 2')
    expect([secret, SECRET, SECRET.slice(0, 20)].filter((leak) => said.includes(leak))).toEqual([])
  })

  it('shows no key to a log, an inspector or JSON', () => {
    const keys = invitationKeys({ current: 'k', keys: { k: SECRET } })
    const shown = [
      inspect(keys, { depth: null, showHidden: true, getters: true }),
      JSON.stringify(keys),
      String(keys.sign),
      String(keys),
    ].join()
    const secrets = [SECRET, Buffer.from(SECRET).toString('hex'), Buffer.from(SECRET).toString('base64')]
    expect(secrets.filter((leak) => shown.includes(leak))).toEqual([])
  })

  it('made at random differs from every other', () => {
    const [one, other] = [randomInvitationKeys(), randomInvitationKeys()]
    expect(one.sign(one.current, 'text')).not.toBe(other.sign(other.current, 'text'))
  })
})
