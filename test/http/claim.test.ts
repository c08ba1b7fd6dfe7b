import { memoryRateLimit } from '@seat-ledger/http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve } from './support/world.js'

let served: Served
let pools = 0

beforeAll(async () => {
  const limits: Parameters<typeof memoryRateLimit>[0] = {
    limit: 1_000,
    windowSeconds: 60,
    clock: { now: () => 0, sleep: async () => {} },
  }
  served = await serve({ api: { claimLimit: memoryRateLimit(limits) } })
})
afterAll(() => served.end())

const invited = async (email = 'ada@example.com', token = 'oat_a') => {
  pools += 1
  const id = `sub_${pools}`
  await openPool(served.send, id, 2, { token })
  const { body } = await served.send('POST', '/v1/customer-seats', {
    token,
    body: { subscription_id: id, email },
  })
  return body as { id: string; invitation_token: string }
}
const info = (token: string, method = 'GET') =>
  served.send(method, `/v1/customer-seats/claim/${encodeURIComponent(token)}`, { token: null })
const claimAs = (token: string, session: string | null) =>
  served.send('POST', `/v1/customer-seats/claim/${encodeURIComponent(token)}`, { token: session })
const claimByToken = (invitation_token: string, headers: Record<string, string> = {}) =>
  served.send('POST', '/v1/customer-seats/claim', { token: null, body: { invitation_token }, headers })

/** The genuine token of another invitation, one that was resent, one that was claimed, one that was revoked, and noise. */
const deadTokens = async (): Promise<readonly string[]> => {
  const resent = await invited()
  await served.send('POST', `/v1/customer-seats/${resent.id}/resend`)
  const claimed = await invited()
  await claimAs(claimed.invitation_token, 'cst_ada')
  const revoked = await invited()
  await served.send('DELETE', `/v1/customer-seats/${revoked.id}`)
  const closed = await invited()
  await served.send('DELETE', `/v1/seat-pools/${closed.id.split('.')[0]}`)
  const forged = (await invited()).invitation_token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  return [
    resent.invitation_token,
    claimed.invitation_token,
    revoked.invitation_token,
    closed.invitation_token,
    forged,
    'x',
    'a.b.c.d.1.e',
    'a'.repeat(5_000),
  ]
}

describe('claim information', () => {
  test('says what the invitation is for, with the address masked', async () => {
    const { invitation_token } = await invited()
    const { status, body, headers } = await info(invitation_token)
    expect(status).toBe(200)
    expect(body).toEqual({
      product_name: 'Team Pro',
      product_id: 'prod_1',
      organization_name: 'Acme',
      organization_slug: 'acme',
      customer_email: 'a***@example.com',
      can_claim: true,
      status: 'pending',
      expires_at: '2026-03-04T09:00:00.000Z',
    })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('shows the address where the organization turns the mask off', async () => {
    const { invitation_token } = await invited('bob@example.com', 'oat_b')
    expect((await info(invitation_token)).body).toMatchObject({
      customer_email: 'bob@example.com',
      organization_name: 'Other',
    })
  })

  test('answers all dead tokens alike', async () => {
    const answers = []
    for (const token of await deadTokens()) {
      const { status, body } = await info(token)
      answers.push({ status, body })
    }
    const gone = { error: 'ResourceNotFound', detail: 'Invalid or expired invitation token' }
    expect(answers).toEqual(answers.map(() => ({ status: 404, body: gone })))
  })

  test('has no side effect, on GET or HEAD', async () => {
    const { id, invitation_token } = await invited()
    const before = await served.send('GET', `/v1/customer-seats/${id}`)
    const head = await info(invitation_token, 'HEAD')
    expect([head.status, head.text]).toEqual([200, ''])
    await info(invitation_token)
    const after = await served.send('GET', `/v1/customer-seats/${id}`)
    expect([after.body, after.headers.get('etag')]).toEqual([before.body, before.headers.get('etag')])
  })

  test('tells an expired invitation only to who has the genuine newest token', async () => {
    const { invitation_token } = await invited()
    served.clock.advance(86_399_999)
    expect((await info(invitation_token)).status).toBe(200)
    served.clock.advance(1)
    const { status, body } = await info(invitation_token)
    expect([status, body.detail]).toEqual([404, 'Invitation expired, ask for a new one'])
    const claimed = await claimAs(invitation_token, 'cst_ada')
    expect([claimed.status, claimed.body]).toEqual([
      400,
      { error: 'InvalidInvitationToken', detail: 'Invitation expired, ask for a new one' },
    ])
    expect((await claimByToken(invitation_token)).body).toEqual(claimed.body)
  })

  test('keeps tokens out of the reports that are logged', async () => {
    const { invitation_token } = await invited()
    await info(invitation_token)
    await claimAs(invitation_token, 'cst_ada')
    const logged = JSON.stringify(served.reports)
    expect(logged).toContain('/v1/customer-seats/claim/[redacted]')
    expect(logged).not.toContain(invitation_token.slice(-20))
  })
})

describe('claiming as a signed-in customer', () => {
  test('answers the claimed seat; again the same, without an event', async () => {
    const { id, invitation_token } = await invited()
    const first = await claimAs(invitation_token, 'cst_ada')
    expect([first.status, first.body]).toMatchObject([
      200,
      { id, status: 'claimed', claimed_by_customer_id: 'cus_ada', invitation_token: null },
    ])
    const again = await claimAs(invitation_token, 'cst_ada')
    expect([again.body, again.headers.get('etag')]).toEqual([first.body, first.headers.get('etag')])
    const other = await claimAs(invitation_token, 'cst_eve')
    expect([other.status, other.body.error]).toEqual([400, 'InvalidInvitationToken'])
  })

  test('needs a session: no other token will do', async () => {
    const { invitation_token } = await invited()
    for (const token of [null, 'oat_a', 'pat_ab', 'unknown']) {
      const { status, headers } = await claimAs(invitation_token, token)
      expect([status, headers.get('www-authenticate')?.startsWith('Bearer realm="')]).toEqual([401, true])
    }
    expect((await claimAs(invitation_token, 'cst_owner_read')).body.error).toBe('insufficient_scope')
  })

  test('with a session of another organization finds the token dead', async () => {
    const { invitation_token } = await invited()
    const { status, body } = await claimAs(invitation_token, 'cst_b')
    expect([status, body.error]).toEqual([400, 'InvalidInvitationToken'])
  })

  test('answers all dead tokens alike', async () => {
    for (const token of await deadTokens()) {
      const { status, body } = await claimAs(token, 'cst_eve')
      expect([status, body]).toEqual([
        400,
        { error: 'InvalidInvitationToken', detail: 'Invalid or expired invitation token' },
      ])
    }
  })

  test('under email-match is for the invited address only; the token stays usable', async () => {
    const { invitation_token } = await invited('ADA@example.com', 'oat_match')
    const wrong = await claimAs(invitation_token, 'cst_match_eve')
    expect([wrong.status, wrong.body.error]).toEqual([403, 'NotPermitted'])
    expect((await claimAs(invitation_token, 'cst_match_ada')).status).toBe(200)
  })
})

describe('claiming with the token alone', () => {
  test('answers the seat and a session that works', async () => {
    const { id, invitation_token } = await invited('new.person@example.com')
    const { status, body } = await claimByToken(invitation_token)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['seat', 'customer_session_token'])
    expect(body.seat).toMatchObject({ id, status: 'claimed' })
    const own = await served.send('GET', '/v1/customer-portal/seats/subscriptions', {
      token: body.customer_session_token,
    })
    expect(own.body.items).toHaveLength(1)
  })

  test('can be repeated for ten minutes, and then the token is dead', async () => {
    const { invitation_token } = await invited()
    const first = await claimByToken(invitation_token)
    served.clock.advance(599_999)
    const again = await claimByToken(invitation_token)
    expect([again.status, again.body.seat]).toEqual([200, first.body.seat])
    served.clock.advance(1)
    expect((await claimByToken(invitation_token)).body.error).toBe('InvalidInvitationToken')
  })

  test('answers all dead tokens alike', async () => {
    for (const token of (await deadTokens()).filter((_, index) => index !== 1)) {
      const { status, body } = await claimByToken(token)
      expect([status, body]).toEqual([
        400,
        { error: 'InvalidInvitationToken', detail: 'Invalid or expired invitation token' },
      ])
    }
  })

  test('is refused under email-match; the token stays usable', async () => {
    const { invitation_token } = await invited('ada@example.com', 'oat_match')
    const { status, body } = await claimByToken(invitation_token)
    expect([status, body.error]).toEqual([403, 'NotPermitted'])
    expect((await claimAs(invitation_token, 'cst_match_ada')).status).toBe(200)
  })

  test('says which field is wrong and never says the token back', async () => {
    const { status, text } = await served.send('POST', '/v1/customer-seats/claim', {
      token: null,
      body: { invitation_token: ['secret-token'] },
    })
    expect(status).toBe(422)
    expect(text).not.toContain('secret-token')
  })

  test('sent twice at once claims once', async () => {
    const { id, invitation_token } = await invited()
    const both = await Promise.all([
      claimAs(invitation_token, 'cst_ada'),
      claimAs(invitation_token, 'cst_eve'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
    const holder = both.find(({ status }) => status === 200)?.body.claimed_by_customer_id
    expect((await served.send('GET', `/v1/customer-seats/${id}`)).body.claimed_by_customer_id).toBe(holder)
  })
})

describe('the public endpoints', () => {
  test('are limited by address, before anything is read', async () => {
    const limited = await serve()
    try {
      for (let i = 0; i < 60; i++)
        expect((await limited.send('GET', '/v1/customer-seats/claim/x', { token: null })).status).toBe(404)
      const { status, body, headers } = await limited.send('GET', '/v1/customer-seats/claim/x', {
        token: null,
      })
      expect([status, body.error, headers.get('retry-after')]).toEqual([429, 'TooManyRequests', '60'])
      const post = await limited.send('POST', '/v1/customer-seats/claim', { token: null, raw: '{' })
      expect(post.status).toBe(429)
      const elsewhere = await limited.api(new Request('http://test/v1/customer-seats/claim/x'), {
        address: '192.0.2.7',
      })
      expect(elsewhere.status).toBe(404)
      limited.clock.advance(60_000)
      expect((await limited.send('GET', '/v1/customer-seats/claim/x', { token: null })).status).toBe(404)
    } finally {
      await limited.end()
    }
  })
})
