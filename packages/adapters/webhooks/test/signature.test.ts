import { sign, verify } from '@seat-ledger/webhooks'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'

const NOW = Date.parse('2026-03-03T09:30:00.000Z')
const standard = `whsec_${Buffer.from('a'.repeat(32)).toString('base64')}`
const message = { id: 'msg_1', timestamp: Math.floor(NOW / 1000), body: '{"type":"customer_seat.claimed"}' }
const headersOf = (signature: string, { id, timestamp } = message) => ({
  'webhook-id': id,
  'webhook-timestamp': `${timestamp}`,
  'webhook-signature': signature,
})
const received = (secrets: readonly string[], sent = message) => ({
  headers: headersOf(sign(secrets, sent), sent),
  body: sent.body,
})

describe('a signature', () => {
  it('is what the public standardwebhooks library makes of the same secret', () => {
    const theirs = new Webhook(standard).sign(message.id, new Date(message.timestamp * 1000), message.body)
    expect(sign([standard], message).split(' ')).toContain(theirs)
  })

  it('verifies with the public library, which takes the first of a list that matches', () => {
    const now = { ...message, timestamp: Math.floor(Date.now() / 1000) }
    const signature = sign(['another secret', standard], now)
    expect(new Webhook(standard).verify(now.body, headersOf(signature, now))).toEqual(JSON.parse(now.body))
  })

  it('is understood with the standard key derivation and with the bytes of the secret as the key', () => {
    const raw = Buffer.from(standard).toString('base64')
    const theirs = new Webhook(raw).sign(message.id, new Date(message.timestamp * 1000), message.body)
    expect(verify([standard], { headers: headersOf(theirs), body: message.body }, NOW)._tag).toBe('Right')
  })

  it('of any secret at all verifies with that secret, and during a rotation with the old one too', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), fc.json(), (old, fresh, body) => {
        const sent = received([fresh, old], { ...message, body })
        for (const secret of [old, fresh]) {
          expect(verify([secret], sent, NOW)).toEqual({
            _tag: 'Right',
            right: { id: 'msg_1', payload: JSON.parse(body) },
          })
        }
      }),
    )
  })

  it('does not fit any other id, time, body or secret', () => {
    const { headers, body } = received([standard])
    const problem = (changed: object, other = body, secrets = [standard]) =>
      verify(secrets, { headers: { ...headers, ...changed }, body: other }, NOW)
    const mismatch = { _tag: 'Left', left: { _tag: 'SignatureInvalid', problem: 'no matching signature' } }
    expect(problem({ 'webhook-id': 'msg_2' })).toEqual(mismatch)
    expect(problem({ 'webhook-timestamp': `${message.timestamp + 1}` })).toEqual(mismatch)
    expect(problem({}, `${body} `)).toEqual(mismatch)
    expect(problem({}, body, ['whsec_b3RoZXI='])).toEqual(mismatch)
    expect(problem({ 'webhook-signature': '' })).toEqual(mismatch)
  })

  it('is refused when it is more than five minutes old or ahead, or a header is missing', () => {
    const sent = received([standard])
    const at = (seconds: number) => verify([standard], sent, NOW + seconds * 1000)._tag
    expect([at(-301), at(-299), at(299), at(301)]).toEqual(['Left', 'Right', 'Right', 'Left'])
    const { 'webhook-id': _, ...headers } = sent.headers
    expect(verify([standard], { headers, body: sent.body }, NOW)).toEqual({
      _tag: 'Left',
      left: { _tag: 'SignatureInvalid', problem: 'missing headers' },
    })
  })
})
