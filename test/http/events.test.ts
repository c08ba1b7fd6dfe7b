import {
  LedgerStates,
  MESSAGE_TYPES,
  type MessageType,
  messagePage,
  type OrganizationId,
  type Position,
  recordedLog,
  START,
} from '@seat-ledger/core'
import { type Post, Webhooks, type WebhookTransport } from '@seat-ledger/webhooks'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  openPool,
  organization,
  type Send,
  sendTo,
  staffToken,
  type World,
  type WorldOptions,
  world,
} from './support/world.js'

const READER = { token: 'oat_a_hooks_read' }

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const started = async (options: WorldOptions = {}): Promise<{ readonly at: World; readonly send: Send }> => {
  const at = await world(options)
  open.push(() => at.end())
  return { at, send: sendTo(at) }
}

/** Takes every message at once, and keeps it. */
const keeping = (posts: Post[]): WebhookTransport => ({
  post: async (post) => {
    posts.push(post)
    return { _tag: 'Answered', status: 204, answer: '', retryAfterSeconds: undefined }
  },
  close: async () => {},
})

interface Step {
  readonly what: 'assign' | 'claimed' | 'resend' | 'revoke' | 'capacity'
  readonly organization: 'a' | 'b'
  readonly pool: 0 | 1
  readonly seat: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('assign', 'assign', 'claimed', 'resend', 'revoke', 'capacity'),
    organization: fc.constantFrom('a', 'a', 'b'),
    pool: fc.constantFrom(0, 1),
    seat: fc.nat(9),
  }),
  { minLength: 5, maxLength: 40 },
)

/** Writes a history into a world; what is refused is left out of it. */
const write = async (send: Send, all: readonly Step[]): Promise<void> => {
  const seats = new Map<string, string[]>()
  for (const organization of ['a', 'b']) {
    for (const pool of ['sub_0', 'sub_1']) await openPool(send, pool, 20, { token: `oat_${organization}` })
  }
  for (const [index, { what, organization, pool, seat }] of all.entries()) {
    const token = `oat_${organization}`
    const subscription_id = `sub_${pool}`
    const known = seats.get(`${organization}${pool}`) ?? []
    seats.set(`${organization}${pool}`, known)
    const id = known[seat % Math.max(1, known.length)] ?? 'sub_0.none'
    const body = { subscription_id, email: `p${index}@example.com`, immediate_claim: what === 'claimed' }
    if (what === 'assign' || what === 'claimed') {
      const got = await send('POST', '/v1/customer-seats', { token, body })
      if (got.status === 200) known.push(got.body.id)
    } else if (what === 'resend') await send('POST', `/v1/customer-seats/${id}/resend`, { token })
    else if (what === 'revoke') await send('DELETE', `/v1/customer-seats/${id}`, { token })
    else await openPool(send, `sub_${pool}`, 20 + index, { token }).catch(() => undefined)
  }
}

/** Where the log ends now, and the messages that its events would have, in its order. */
const logOf = async ({
  platform,
}: World): Promise<{ readonly end: Position; readonly ids: readonly string[] }> => {
  let end = START
  const ids: string[] = []
  for await (const recorded of recordedLog(platform.feed, { organizationId: 'all', after: START })) {
    if (recorded._tag === 'Left') throw new Error(recorded.left._tag)
    end = recorded.right.position
    ids.push(`msg_${recorded.right.id}`)
  }
  return { end, ids }
}

const organizationId = 'org_a' as OrganizationId

describe('the event feed', () => {
  test('has exactly what webhooks send, in the order of the log, each once, whatever the limits and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.subarray([...MESSAGE_TYPES], { minLength: 1 }),
        fc.infiniteStream(
          fc.record({
            limit: fc.integer({ min: 1, max: 7 }),
            scan: fc.integer({ min: 1, max: 9 }),
            late: fc.boolean(),
          }),
        ),
        async (all, types: readonly MessageType[], sizes) => {
          const posts: Post[] = []
          const hooks: Webhooks[] = []
          const at = await world({
            webhooks: (platform) => {
              const webhooks = new Webhooks({ platform, transport: keeping(posts) })
              hooks.push(webhooks)
              return webhooks
            },
          })
          const send = sendTo(at)
          const made = await send('POST', '/v1/webhooks/endpoints', {
            token: 'oat_a_hooks',
            body: { url: 'https://example.com/', types },
          })
          await write(send, all)
          // The last page is asked for again after an end, as a consumer does that waits for more.
          const pulled: { id: string; type: string; sequence: number; timestamp: string }[] = []
          let after: string | null = null
          for (let ends = 0; ends < 2; ) {
            const { limit, scan, late } = sizes.next().value
            const states = new LedgerStates(at.platform.eventStore)
            const query = { organizationId, types, after, limit, scan, late: () => late }
            const page = await messagePage({ feed: at.platform.feed, states }, query)
            if (page._tag === 'Left') throw new Error(page.left._tag)
            expect(page.right.items.length).toBeLessThanOrEqual(limit)
            expect(page.right.hasMore && page.right.after === after).toBe(false)
            pulled.push(...page.right.items)
            after = page.right.after
            if (!page.right.hasMore) ends += 1
          }

          const log = await logOf(at)
          await hooks[0]?.settled(made.body.id, log.end)
          const sent = posts.map(({ headers, body }) => ({ id: headers['webhook-id'], body }))
          const inPool = (pool: string) => (body: string) => JSON.parse(body).data.subscription_id === pool
          for (const pool of ['sub_0', 'sub_1']) {
            const own = pulled.map(({ id, ...body }) => ({ id, body: JSON.stringify(body) }))
            expect(own.filter(({ body }) => inPool(pool)(body))).toEqual(
              sent.filter(({ body }) => inPool(pool)(body)),
            )
          }
          const ids = pulled.map(({ id }) => id)
          expect(ids).toEqual(log.ids.filter((id) => ids.includes(id)))
          await at.end()
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  test('goes on where a page ended, by type, and never holds a token', async () => {
    const { send } = await started()
    expect((await send('GET', '/v1/events', READER)).body).toEqual({ items: [], after: 'p', has_more: false })
    await openPool(send, 'sub_1', 9)
    const tokens: string[] = []
    for (const name of ['a', 'b', 'c']) {
      const body = { subscription_id: 'sub_1', email: `${name}@example.com` }
      tokens.push((await send('POST', '/v1/customer-seats', { body })).body.invitation_token)
    }
    const first = await send('GET', '/v1/events?limit=2&after=p', READER)
    expect(first.body).toMatchObject({
      items: [
        { type: 'customer_seat.assigned', sequence: 1, data: { email: 'a@example.com' } },
        { type: 'customer_seat.assigned', sequence: 2, data: { email: 'b@example.com' } },
      ],
      has_more: true,
    })
    const rest = await send('GET', `/v1/events?after=${first.body.after}`, READER)
    expect(rest.body).toMatchObject({ items: [{ sequence: 3 }], has_more: false })
    expect((await send('GET', `/v1/events?after=${rest.body.after}`, READER)).body.items).toEqual([])
    const types = 'customer_seat.revoked,seat_pool.closed'
    expect((await send('GET', `/v1/events?types=${types}`, READER)).body.items).toEqual([])
    await send('DELETE', '/v1/seat-pools/sub_1')
    const closed = await send('GET', `/v1/events?types=${types}`, READER)
    expect(
      closed.body.items.map(({ type, cause }: { type: string; cause?: string }) => [type, cause]),
    ).toEqual([
      ['customer_seat.revoked', 'pool_closed'],
      ['customer_seat.revoked', 'pool_closed'],
      ['customer_seat.revoked', 'pool_closed'],
      ['seat_pool.closed', undefined],
    ])
    const all = await send('GET', '/v1/events', READER)
    for (const token of tokens) expect(all.text).not.toContain(token)
  })

  test('has nothing of another organization, not even of one whose name begins alike', async () => {
    const { send } = await started({
      organizations: [organization('org_a'), organization('org_a2')],
      tokens: [
        staffToken('oat_a', 'org_a', ['webhooks:read']),
        staffToken('oat_a2', 'org_a2', ['webhooks:read', 'customer_seats:write']),
      ],
    })
    await openPool(send, 'sub_1', 9, { token: 'oat_a2' })
    const body = { subscription_id: 'sub_1', email: 'b@b.example' }
    await send('POST', '/v1/customer-seats', { token: 'oat_a2', body })
    const got = await send('GET', '/v1/events', { token: 'oat_a' })
    expect(got.body).toMatchObject({ items: [], has_more: false })
    expect((await send('GET', '/v1/events', { token: 'oat_a2' })).body.items).toHaveLength(1)
  })

  test('refuses a cursor, limit or type that cannot be, all of them at once', async () => {
    const { send } = await started()
    for (const query of [
      'after=x',
      'after=p1x',
      'after=p99999999999999999999',
      'limit=0',
      'limit=1001',
      'types=nope',
    ])
      expect([query, (await send('GET', `/v1/events?${query}`, READER)).status]).toEqual([query, 422])
    const several = await send('GET', '/v1/events?limit=0&types=nope,customer_seat.gone', READER)
    expect(several.body.detail).toHaveLength(3)
  })

  test('asks a token of several organizations which one is meant', async () => {
    const personal = {
      kind: 'personal',
      userId: 'usr_1',
      organizationIds: ['org_a', 'org_b'],
      scopes: ['webhooks:read'],
    } as const
    const { send } = await started({ tokens: [{ token: 'pat_hooks', subject: personal }] })
    expect((await send('GET', '/v1/events', { token: 'pat_hooks' })).status).toBe(400)
    expect((await send('GET', '/v1/events?organization_id=org_b', { token: 'pat_hooks' })).status).toBe(200)
    expect((await send('GET', '/v1/events?organization_id=org_off', { token: 'pat_hooks' })).status).toBe(404)
  })
})
