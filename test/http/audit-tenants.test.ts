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
 * Two tenants with the same ids for their pools, owners and customers, each of whom also asks about the other's seats.
 * What an audit answers one of them must be what it would answer if the other did not exist.
 */

type Tenant = 'a' | 'b'

interface Step {
  readonly tenant: Tenant
  readonly kind: 'assign' | 'claim' | 'revoke' | 'resend' | 'capacity'
  readonly pool: 0 | 1
  readonly person: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    tenant: fc.constantFrom<Tenant>('a', 'b'),
    kind: fc.constantFrom(
      'assign' as const,
      'assign' as const,
      'claim' as const,
      'revoke' as const,
      'resend' as const,
      'capacity' as const,
    ),
    pool: fc.constantFrom(0 as const, 1 as const),
    person: fc.nat(3),
  }),
  { minLength: 8, maxLength: 24 },
)

const newWorld = (): Promise<World> =>
  world({
    organizations: [organization('org_a'), organization('org_b')],
    tokens: (['a', 'b'] as const).flatMap((tenant) => [
      staffToken(`staff_${tenant}`, `org_${tenant}`),
      staffToken(`audit_${tenant}`, `org_${tenant}`, ['seat_audit:read']),
      session(`session_${tenant}`, `org_${tenant}`, 'cus_holder', `holder@${tenant}-only.example`),
    ]),
  })

interface Seat {
  readonly id: string
  readonly token: string
}

const write = async (send: Send, { tenant, kind, pool, person }: Step, seats: Seat[]): Promise<void> => {
  const token = `staff_${tenant}`
  const seat = seats[person % Math.max(1, seats.length)]
  if (kind === 'assign') {
    const email = `p${person}@${tenant}-only.example`
    const body = { subscription_id: `sub_${pool}`, email }
    const got = await send('POST', '/v1/customer-seats', { token, body })
    if (got.status === 200) seats.push({ id: got.body.id, token: got.body.invitation_token })
  } else if (kind === 'capacity') {
    const source = { kind: 'subscription', id: `sub_${pool}` }
    const product = { id: 'prod_1', name: 'Team Pro' }
    const body = { source, customer_id: 'cus_owner', product, capacity: 3 + person }
    await send('PUT', `/v1/seat-pools/sub_${pool}`, { token, body })
  } else if (seat === undefined) return
  else if (kind === 'claim')
    await send('POST', `/v1/customer-seats/claim/${seat.token}`, { token: `session_${tenant}` })
  else if (kind === 'revoke') await send('DELETE', `/v1/customer-seats/${seat.id}`, { token })
  else await send('POST', `/v1/customer-seats/${seat.id}/resend`, { token })
}

const HISTORIES = (seats: readonly string[]): readonly string[] => [
  'events?limit=2',
  'events?pool_id=sub_0&limit=3',
  'events?type=Assigned,Claimed',
  'events?actor_id=cus_holder',
  'people?customer_id=cus_holder&limit=1',
  'people?email=p0%40a-only.example&limit=1',
  'people?email=p1%40b-only.example&limit=1',
  ...seats.map((seat) => `seats/${seat}/history?limit=2`),
]
const STATES = (seats: readonly string[]): readonly string[] => [
  ...[0, 1, 2].flatMap((pool) => [
    `pools/sub_${pool}/as-of?seats=all`,
    `pools/sub_${pool}/as-of?revision=3`,
    `pools/sub_${pool}/as-of?at=2026-03-03T09:00:09Z&seats=all`,
    `pools/sub_${pool}/changes?since=2026-03-03T09:00:05Z`,
    `pools/sub_${pool}/usage?from=2026-03-03T08:00:00Z&period=hour`,
  ]),
  ...seats.map((seat) => `pools/sub_0/as-of?seat_id=${seat}`),
]

/** The answers with everything random named by the order in which it appears. */
const plain = (answers: readonly string[]): readonly string[] => {
  const names = new Map<string, string>()
  const name = (random: string): string => {
    const known = names.get(random) ?? `<${names.size}>`
    names.set(random, known)
    return known
  }
  return answers.map((answer) =>
    answer
      .replace(/"next_cursor":"[\w-]+\.[\w-]{44}"/g, '"next_cursor":"<cursor>"')
      .replace(/sub_\d\.[\w-]{21}|[0-9a-f-]{36}/g, name)
      .replace(/"(command_id)":"([^"]+)"/g, (_, field: string, id: string) => `"${field}":"${name(id)}"`),
  )
}

const auditOf = async (send: Send, tenant: Tenant, seats: readonly string[]): Promise<readonly string[]> => {
  const token = `audit_${tenant}`
  const answers: string[] = []
  const get = async (path: string, headers = {}): Promise<Got> => {
    const got = await send('GET', `/v1/seat-audit/${path}`, { token, headers })
    answers.push(`${got.status} ${got.text}`)
    return got
  }
  for (const path of HISTORIES(seats)) {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const got: Got = await get(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      cursor = got.status === 200 ? got.body.next_cursor : null
    }
    await get(path, { accept: 'application/x-ndjson' })
  }
  for (const path of STATES(seats)) await get(path)
  return plain(answers)
}

interface Run {
  readonly seats: Record<Tenant, readonly string[]>
  readonly answers: Record<Tenant, readonly string[]>
}

/** Both tenants in one world, or one of them alone, asking about its own seats and `foreign` ones. */
const run = async (all: readonly Step[], only?: Tenant, foreign: readonly string[] = []): Promise<Run> => {
  const at = await newWorld()
  const send = sendTo(at)
  const known = { a: [] as Seat[], b: [] as Seat[] }
  const tenants = only === undefined ? (['a', 'b'] as const) : [only]
  for (const tenant of tenants) await openPool(send, 'sub_0', 3, { token: `staff_${tenant}` })
  for (const step of all) {
    at.clock.advance(1_000)
    if (tenants.some((tenant) => tenant === step.tenant)) await write(send, step, known[step.tenant])
  }
  const seats = { a: known.a.map(({ id }) => id), b: known.b.map(({ id }) => id) }
  const answers: Record<Tenant, readonly string[]> = { a: [], b: [] }
  for (const tenant of tenants) {
    const others = only === undefined ? seats[tenant === 'a' ? 'b' : 'a'] : foreign
    answers[tenant] = await auditOf(send, tenant, [...seats[tenant], ...others])
  }
  await at.end()
  return { seats, answers }
}

test('what an audit answers one tenant does not depend on what another tenant has done', async () => {
  let events = 0
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const together = await run(all)
      for (const tenant of ['a', 'b'] as const) {
        const other = tenant === 'a' ? 'b' : 'a'
        const alone = await run(all, tenant, together.seats[other])
        expect(together.answers[tenant]).toEqual(alone.answers[tenant])
        for (const answer of together.answers[tenant]) {
          expect(answer).not.toMatch(new RegExp(`org_${other}|@${other}-only|token`))
          events += answer.split('"revision"').length
        }
      }
    }),
    { numRuns: Number(process.env.AUDIT_TENANT_RUNS ?? 8) },
  )
  // Most answers had something in them, or the property says nothing.
  expect(events).toBeGreaterThan(1_000)
}, 60_000)
