import { Webhooks, type WebhookTransport } from '@seat-ledger/webhooks'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Got,
  openPool,
  organization,
  type Send,
  sendTo,
  session,
  staffToken,
  type World,
  world,
} from './support/world.js'

/*
 * Two tenants with the same ids for their pools, owners and products, who also try each other's seat ids and invitation
 * tokens. What one of them is answered must be what it would be answered if the other did not exist: so no answer can
 * hold an id, an address or a count of the other.
 */

type Tenant = 'a' | 'b'
type Subject = 'staff' | 'reader' | 'owner' | 'holder'

interface Step {
  readonly tenant: Tenant
  readonly subject: Subject
  readonly operation: keyof typeof OPERATIONS
  /** Which pool, person and page. */
  readonly pool: 0 | 1 | 2
  readonly person: number
  /** Which seat, and whose. */
  readonly seat: number
  readonly whose: 'own' | 'other'
}

interface Known {
  readonly id: string
  readonly token: string
}

const NOTHING: Known = { id: 'sub_1.none', token: 'none' }
const POOLS = ['sub_0', 'sub_1', 'sub_2'] as const

/** What a step asks for, in a world. `seat` is the one that it means. */
interface Asked {
  readonly send: Send
  readonly token: string
  readonly step: Step
  readonly seat: Known
  readonly hook: string
  readonly email: string
}

const pool = ({ step }: Asked): string => POOLS[step.pool]

const HOOKS = '/v1/webhooks/endpoints'

const OPERATIONS = {
  makeHook: (at: Asked) =>
    at.send('POST', HOOKS, {
      token: at.token,
      body: { url: 'https://hooks.example/', description: `of ${at.step.tenant}-only` },
    }),
  listHooks: (at: Asked) => at.send('GET', HOOKS, { token: at.token }),
  readHook: (at: Asked) => at.send('GET', `${HOOKS}/${at.hook}`, { token: at.token }),
  changeHook: (at: Asked) =>
    at.send('PATCH', `${HOOKS}/${at.hook}`, { token: at.token, body: { description: `p${at.step.person}` } }),
  rotateHook: (at: Asked) => at.send('POST', `${HOOKS}/${at.hook}/rotate`, { token: at.token }),
  removeHook: (at: Asked) => at.send('DELETE', `${HOOKS}/${at.hook}`, { token: at.token }),
  deliveries: (at: Asked) => at.send('GET', `${HOOKS}/${at.hook}/deliveries`, { token: at.token }),
  events: (at: Asked) =>
    at.send(
      'GET',
      `/v1/events?limit=${at.step.person + 1}${at.step.seat > 3 ? '&organization_id=org_a' : ''}`,
      {
        token: at.token,
      },
    ),
  assign: (at: Asked) =>
    at.send('POST', '/v1/customer-seats', {
      token: at.token,
      body: { subscription_id: pool(at), email: at.email },
    }),
  assignPortal: (at: Asked) =>
    at.send('POST', '/v1/customer-portal/seats', {
      token: at.token,
      body: { subscription_id: pool(at), email: at.email },
    }),
  bulk: (at: Asked) =>
    at.send('POST', '/v1/customer-seats/bulk', {
      token: at.token,
      body: { subscription_id: pool(at), mode: 'partial', seats: [{ email: at.email }, { email: 'none' }] },
    }),
  list: (at: Asked) => at.send('GET', `/v1/customer-seats?subscription_id=${pool(at)}`, { token: at.token }),
  listOwner: (at: Asked) =>
    at.send('GET', '/v1/customer-seats?customer_id=cus_owner&page=1', { token: at.token }),
  listPortal: (at: Asked) =>
    at.send('GET', `/v1/customer-portal/seats?subscription_id=${pool(at)}`, { token: at.token }),
  subscriptions: (at: Asked) =>
    at.send('GET', '/v1/customer-portal/seats/subscriptions', { token: at.token }),
  usage: (at: Asked) =>
    at.send('GET', `/v1/customer-seats/usage?subscription_id=${pool(at)}`, { token: at.token }),
  usageOwner: (at: Asked) =>
    at.send('GET', '/v1/customer-seats/usage?customer_id=cus_owner', { token: at.token }),
  narrowed: (at: Asked) =>
    at.send(
      'GET',
      `/v1/customer-seats?subscription_id=${pool(at)}&organization_id=org_${at.step.person % 2 === 0 ? 'a' : 'b'}`,
      {
        token: at.token,
      },
    ),
  read: (at: Asked) => at.send('GET', `/v1/customer-seats/${at.seat.id}`, { token: at.token }),
  revoke: (at: Asked) => at.send('DELETE', `/v1/customer-seats/${at.seat.id}`, { token: at.token }),
  revokePortal: (at: Asked) =>
    at.send('DELETE', `/v1/customer-portal/seats/${at.seat.id}`, { token: at.token }),
  resend: (at: Asked) => at.send('POST', `/v1/customer-seats/${at.seat.id}/resend`, { token: at.token }),
  reassign: (at: Asked) =>
    at.send('POST', `/v1/customer-seats/${at.seat.id}/reassign`, {
      token: at.token,
      body: { email: at.email },
    }),
  claim: (at: Asked) => at.send('POST', `/v1/customer-seats/claim/${at.seat.token}`, { token: at.token }),
  readPool: (at: Asked) => at.send('GET', `/v1/seat-pools/${pool(at)}`, { token: at.token }),
  closePool: (at: Asked) => at.send('DELETE', `/v1/seat-pools/${pool(at)}`, { token: at.token }),
  putPool: (at: Asked) =>
    at.send('PUT', `/v1/seat-pools/${pool(at)}`, {
      token: at.token,
      body: {
        source: { kind: 'subscription', id: pool(at) },
        customer_id: 'cus_owner',
        product: { id: 'prod_1', name: 'Team Pro' },
        capacity: at.step.person + 1,
      },
    }),
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    tenant: fc.constantFrom<Tenant>('a', 'b'),
    subject: fc.constantFrom<Subject>('staff', 'staff', 'reader', 'owner', 'owner', 'holder'),
    operation: fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
    pool: fc.constantFrom(0 as const, 1 as const, 2 as const),
    person: fc.nat(3),
    seat: fc.nat(7),
    whose: fc.constantFrom('own' as const, 'other' as const),
  }),
  { minLength: 10, maxLength: 40 },
)

const TOKENS = (['a', 'b'] as const).flatMap((tenant) => [
  staffToken(`staff_${tenant}`, `org_${tenant}`, ['customer_seats:write', 'webhooks:write']),
  staffToken(`reader_${tenant}`, `org_${tenant}`, ['customer_seats:read', 'webhooks:read']),
  session(`owner_${tenant}`, `org_${tenant}`, 'cus_owner', 'owner@example.com'),
  session(`holder_${tenant}`, `org_${tenant}`, 'cus_holder', `p0@${tenant}-only.example`),
])

/** Deliveries come later than answers, and do not belong into them. */
const NOWHERE: WebhookTransport = {
  post: ({ signal }) =>
    new Promise((resolve) => {
      const stop = (): void => resolve({ _tag: 'Failed', detail: 'stopped' })
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    }),
  close: async () => {},
}

/** The same for both: only what is theirs differs. */
const newWorld = (): Promise<World> =>
  world({
    organizations: [
      organization('org_a', { name: 'A only', slug: 'a-only' }),
      organization('org_b', { name: 'B only', slug: 'b-only' }),
    ],
    tokens: TOKENS,
    webhooks: (platform) => new Webhooks({ platform, transport: NOWHERE }),
    api: { customerOf: ({ email }) => `cus_${email.replace(/\W/g, '_')}` },
  })

/** One tenant's view: what it knows, and its answers with everything random taken out. */
class View {
  readonly known: Known[] = []
  readonly hooks: string[] = []
  readonly answers: string[] = []
  private readonly numbers = new Map<string, number>()

  hook(index: number): string {
    return this.hooks[index % Math.max(1, this.hooks.length)] ?? 'whe_none'
  }

  seat(index: number): Known {
    return this.known[index % Math.max(1, this.known.length)] ?? NOTHING
  }

  take({ status, text, body }: Got): void {
    this.learn(body)
    this.answers.push(
      `${status} ${text}`
        // Where a page of the log ends depends on how much was written, by whomever.
        .replace(/"after":"p\d*"/, '"after":"<position>"')
        .replace(/whsec_[\w+/=]+/g, '<secret>')
        .replace(/whe_[\w-]{21}/g, (id) => `<hook ${this.number(id)}>`)
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => `<event ${this.number(id)}>`)
        .replace(/[\w-]+\.org_\w+\.(sub_\d\.[\w-]{21})\.(\d+)\.[\w-]{43}/g, '<token of $1, number $2>')
        .replace(/sub_\d\.[\w-]{21}/g, (id) => `<seat ${this.number(id)}>`),
    )
  }

  private number(id: string): number {
    const number = this.numbers.get(id) ?? this.numbers.size
    this.numbers.set(id, number)
    return number
  }

  private learn(body: unknown): void {
    if (typeof body !== 'object' || body === null) return
    if ('secrets' in body && 'id' in body && typeof body.id === 'string' && !this.hooks.includes(body.id))
      this.hooks.push(body.id)
    if ('invitation_token' in body && 'id' in body && typeof body.id === 'string') {
      const token = typeof body.invitation_token === 'string' ? body.invitation_token : NOTHING.token
      const index = this.known.findIndex(({ id }) => id === body.id)
      if (index === -1) this.known.push({ id: body.id, token })
      else if (token !== NOTHING.token) this.known[index] = { id: body.id, token }
      return
    }
    for (const value of Object.values(body)) this.learn(value)
  }
}

interface Run {
  readonly views: Record<Tenant, View>
  /** What each step meant by the other's seat and endpoint: the tenant alone tries the very same text. */
  readonly others: readonly Other[]
}

interface Other {
  readonly seat: Known
  readonly hook: string
}

const run = async (all: readonly Step[], only?: Tenant, others: readonly Other[] = []): Promise<Run> => {
  const at = await newWorld()
  const send = sendTo(at)
  const views = { a: new View(), b: new View() }
  const meant: Other[] = []
  const tenants = only === undefined ? (['a', 'b'] as const) : [only]
  for (const tenant of tenants) {
    await openPool(send, 'sub_0', tenant === 'a' ? 3 : 5, { token: `staff_${tenant}` })
    await openPool(send, 'sub_1', tenant === 'a' ? 1 : 2, { token: `staff_${tenant}` })
  }
  for (const [index, step] of all.entries()) {
    const view = views[step.tenant === 'a' ? 'b' : 'a']
    const other = others[index] ?? { seat: view.seat(step.seat), hook: view.hook(step.seat) }
    meant.push(other)
    // Seats of one instant are ordered by their ids, which are random.
    at.clock.advance(1_000)
    if (only !== undefined && only !== step.tenant) continue
    const own = views[step.tenant]
    const { seat, hook } =
      step.whose === 'own' ? { seat: own.seat(step.seat), hook: own.hook(step.seat) } : other
    const email = `p${step.person}@${step.tenant}-only.example`
    const token = `${step.subject}_${step.tenant}`
    views[step.tenant].take(await OPERATIONS[step.operation]({ send, token, step, seat, hook, email }))
  }
  await at.end()
  return { views, others: meant }
}

test('what a tenant is answered does not depend on what another tenant does', async () => {
  let good = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const together = await run(all)
      for (const tenant of ['a', 'b'] as const) {
        const alone = await run(all, tenant, together.others)
        expect(together.views[tenant].answers).toEqual(alone.views[tenant].answers)
        const other = tenant === 'a' ? 'b' : 'a'
        for (const answer of together.views[tenant].answers) {
          expect(answer).not.toMatch(new RegExp(`org_${other}|${other}[-_]only`, 'i'))
          if (answer.startsWith('200') || answer.startsWith('201')) good += 1
          else refused += 1
        }
      }
    }),
    { numRuns: 60 },
  )
  // Both happened often, or the property says nothing.
  expect(Math.min(good, refused)).toBeGreaterThan(100)
}, 60_000)
