import { describe, expect, it } from 'vitest'
import { createSeats, type Seats } from '../../src/engine/seats.js'
import { at, DAY, OWNER, PRODUCT, SOURCE } from '../support/facts.js'
import { failureOf, inPool, onSeat, openTeam, type Trial, teamInput, trial } from '../support/trial.js'

const team = { organizationId: 'acme', poolId: 'team' }
const actor = { kind: 'customer', id: 'cus_ada' } as const
const pool = (capacity: number, closedAt: string | null = null) => ({
  organizationId: 'acme',
  id: 'team',
  customerId: OWNER,
  source: SOURCE,
  product: PRODUCT,
  capacity,
  openedAt: at(0),
  closedAt,
})

const open = async (
  capacity: number,
  options = {},
): Promise<{ world: Trial; seats: Seats; wait: (seconds: number) => void }> => {
  const world = trial()
  const seats = createSeats(world.platform, options)
  await openTeam(seats, capacity)
  return { world, seats, wait: (seconds) => world.clock.set(world.clock.now() + seconds * 1000) }
}
const assignAda = (seats: Seats, more = {}) => seats.assign(inPool({ email: 'Ada@example.com', ...more }))
const claim = (seats: Seats, token: string | null, more = {}) =>
  seats.claim({ token: token ?? '', customerId: 'cus_ada', actor, ...more })

describe('an answer shows the state right after its command', () => {
  it('a pool: what is taken, what is left, where it stands', async () => {
    const { seats } = await open(3)
    expect(await openTeam(seats, 3)).toStrictEqual({
      pool: pool(3),
      live: 0,
      available: 3,
      revision: 0,
      position: 0n,
    })
    await assignAda(seats)
    expect(await seats.pool(team)).toStrictEqual({
      pool: pool(3),
      live: 1,
      available: 2,
      revision: 1,
      position: 1n,
    })
    expect(await seats.changeCapacity(inPool({ capacity: 1 }))).toMatchObject({
      live: 1,
      available: 0,
      revision: 2,
    })
    expect(await seats.closePool(inPool({}))).toStrictEqual({
      pool: pool(1, at(0)),
      live: 0,
      available: 0,
      revision: 4,
      position: 4n,
    })
  })

  it('a pending seat, with its invitation and its token', async () => {
    const { seats } = await open(1)
    const answer = await assignAda(seats, { metadata: { a: 1 }, member: { memberId: 'm' } })
    expect(answer.seat).toStrictEqual({
      status: 'pending',
      id: 'team.seat_0000000000000001',
      email: { typed: 'Ada@example.com', key: 'ada@example.com' },
      metadata: { a: 1 },
      member: { memberId: 'm', externalMemberId: null, externalCustomerId: null },
      assignedAt: at(0),
      modifiedAt: null,
      invitation: { number: 1, expiresAt: at(DAY) },
      resentAt: [],
    })
    expect(answer.invitationToken).toMatch(/^random\.acme\.team\.seat_0000000000000001\.1\./)
  })

  it('a claimed seat, without a token', async () => {
    const { seats, wait } = await open(1)
    const { invitationToken } = await assignAda(seats)
    wait(5)
    const answer = await claim(seats, invitationToken, { email: 'ada@work.example' })
    expect(answer.seat).toStrictEqual({
      status: 'claimed',
      id: 'team.seat_0000000000000001',
      email: { typed: 'Ada@example.com', key: 'ada@example.com' },
      metadata: {},
      member: null,
      assignedAt: at(0),
      modifiedAt: at(5),
      holder: { customerId: 'cus_ada', email: 'ada@work.example' },
      claimedAt: at(5),
      invitationNumber: 1,
    })
    expect(answer.invitationToken).toBeNull()
  })

  it('a seat that is claimed at once never had an invitation', async () => {
    const { seats } = await open(1)
    const answer = await assignAda(seats, { immediateClaim: { customerId: 'cus_ada' } })
    expect(answer).toMatchObject({
      revision: 2,
      invitationToken: null,
      seat: { status: 'claimed', invitationNumber: null },
    })
  })

  it('both seats of a reassignment', async () => {
    const { seats } = await open(1)
    const { seat } = await assignAda(seats)
    const answer = await seats.reassign(onSeat(seat.id, { email: 'bob@example.com', expiresInSeconds: 60 }))
    expect(answer.revoked).toMatchObject({ id: seat.id, status: 'revoked', cause: 'reassigned' })
    expect(answer.assigned.seat).toMatchObject({
      status: 'pending',
      invitation: { number: 1, expiresAt: at(60) },
    })
    expect(answer.assigned.invitationToken).not.toBeNull()
    expect(answer.revision).toBe(3)
  })

  it('the seats that were released', async () => {
    const { seats, wait } = await open(2)
    await assignAda(seats)
    wait(DAY)
    const answer = await seats.releaseExpired(inPool({}))
    expect(answer.released).toMatchObject([{ status: 'revoked', cause: 'expired', revokedAt: at(DAY) }])
    expect((await seats.releaseExpired(inPool({}))).released).toStrictEqual([])
  })

  it("what is not there is not found; another tenant's is not there", async () => {
    const { seats } = await open(1)
    const { seat } = await assignAda(seats)
    expect(await failureOf(seats.pool({ organizationId: 'acme', poolId: 'none' }))).toStrictEqual({
      _tag: 'PoolNotFound',
      poolId: 'none',
    })
    expect(await failureOf(seats.pool({ ...team, organizationId: 'other' }))).toStrictEqual({
      _tag: 'PoolNotFound',
      poolId: 'team',
    })
    const notFound = { _tag: 'SeatNotFound', seatId: seat.id }
    expect(await failureOf(seats.seat({ organizationId: 'other', seatId: seat.id }))).toStrictEqual(notFound)
    expect(await failureOf(seats.seatHistory({ organizationId: 'other', seatId: seat.id }))).toStrictEqual(
      notFound,
    )
    expect(await failureOf(seats.revoke({ ...onSeat(seat.id), organizationId: 'other' }))).toStrictEqual(
      notFound,
    )
    expect(await failureOf(seats.resend({ ...onSeat(seat.id), organizationId: 'other' }))).toStrictEqual(
      notFound,
    )
  })
})

describe('an invitation from its first token to its last', () => {
  it('a resend kills the old token and gives a new one, also after the expiry (better 1)', async () => {
    const { seats, wait } = await open(1)
    const { seat, invitationToken: old } = await assignAda(seats)
    wait(2 * DAY)
    expect(await failureOf(claim(seats, old))).toStrictEqual({
      _tag: 'InvitationExpired',
      expiresAt: at(DAY),
    })
    const { invitationToken: newest } = await seats.resend(onSeat(seat.id))
    expect(newest).not.toBe(old)
    expect(await failureOf(claim(seats, old))).toStrictEqual({ _tag: 'InvitationDead' })
    expect((await claim(seats, newest)).seat.status).toBe('claimed')
  })

  it('claiming again with the same token gets the seat again, and writes nothing', async () => {
    const { world, seats } = await open(1)
    const { invitationToken } = await assignAda(seats)
    const first = await claim(seats, invitationToken)
    const again = await claim(seats, invitationToken)
    expect(again).toStrictEqual(first)
    expect((await world.recorded()).length).toBe(3)
  })

  it('a token is looked up without an account; only the newest of a pending seat has an answer', async () => {
    const { seats, wait } = await open(1)
    const { seat, invitationToken } = await assignAda(seats)
    const token = invitationToken ?? ''
    expect(await seats.invitation({ token })).toStrictEqual({ seat, pool: pool(1), canClaim: true })
    wait(DAY)
    expect((await seats.invitation({ token })).canClaim).toBe(false)
    const { invitationToken: newest } = await seats.resend(onSeat(seat.id))
    const dead = { _tag: 'InvitationDead' }
    expect(await failureOf(seats.invitation({ token }))).toStrictEqual(dead)
    expect((await seats.invitation({ token: newest ?? '' })).canClaim).toBe(true)
    await claim(seats, newest)
    expect(await failureOf(seats.invitation({ token: newest ?? '' }))).toStrictEqual(dead)
    expect(await failureOf(seats.invitation({ token: 'garbage' }))).toStrictEqual(dead)
  })

  it('a token is good only in the organization that the caller means', async () => {
    const { seats } = await open(1)
    const { invitationToken } = await assignAda(seats)
    expect(await failureOf(claim(seats, invitationToken, { organizationId: 'other' }))).toStrictEqual({
      _tag: 'InvitationDead',
    })
    expect((await claim(seats, invitationToken, { organizationId: 'acme' })).seat.status).toBe('claimed')
  })

  it('under the policy email-match the token stays usable after a refusal (better 12)', async () => {
    const { seats } = await open(1, { claimPolicy: 'email-match' })
    const { invitationToken } = await assignAda(seats)
    const refused = { _tag: 'ClaimNotPermitted', policy: 'email-match' }
    expect(await failureOf(claim(seats, invitationToken))).toStrictEqual(refused)
    expect(await failureOf(claim(seats, invitationToken, { email: 'eve@example.com' }))).toStrictEqual(
      refused,
    )
    expect((await claim(seats, invitationToken, { email: 'ADA@example.com' })).seat.status).toBe('claimed')
  })

  it('a command may ask for another policy than the engine', async () => {
    const { seats } = await open(1)
    const { invitationToken } = await assignAda(seats)
    expect((await failureOf(claim(seats, invitationToken, { policy: 'email-match' })))._tag).toBe(
      'ClaimNotPermitted',
    )
  })

  it('resends are capped per seat and window', async () => {
    const { seats, wait } = await open(1, { resendAllowance: { limit: 2, windowSeconds: 60 } })
    const { seat } = await assignAda(seats)
    await seats.resend(onSeat(seat.id))
    wait(10)
    await seats.resend(onSeat(seat.id))
    expect(await failureOf(seats.resend(onSeat(seat.id)))).toStrictEqual({
      _tag: 'ResendLimited',
      seatId: seat.id,
      limit: 2,
      retryAt: at(60),
    })
    wait(50)
    expect((await seats.resend(onSeat(seat.id))).seat).toMatchObject({ invitation: { number: 4 } })
  })

  it('a full pool releases expired seats by itself where the engine is told to (better 2)', async () => {
    const { seats, wait } = await open(1, { releaseExpired: 'when-full' })
    await assignAda(seats)
    wait(DAY)
    expect(await seats.assign(inPool({ email: 'bob@example.com' }))).toMatchObject({
      revision: 3,
      seat: { status: 'pending' },
    })
  })
})

describe('a bulk (better 10)', () => {
  const rows = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }))

  it('partial: one answer per row, with the reason; atomic: all or none, naming every bad row', async () => {
    const { world, seats } = await open(2)
    const partial = await seats.assignBulk(
      inPool({ mode: 'partial', seats: rows('ada', 'bob', 'ada', 'cyd') }),
    )
    expect(partial).toMatchObject({
      assigned: 2,
      rejected: 2,
      invalid: 0,
      written: true,
      revision: 2,
      position: 2n,
    })
    expect(
      partial.rows.map((row) => (row.status === 'rejected' ? row.rejection._tag : row.status)),
    ).toStrictEqual(['assigned', 'assigned', 'SeatAlreadyAssigned', 'SeatNotAvailable'])
    const appends = world.appends.length
    expect(
      await failureOf(seats.assignBulk(inPool({ mode: 'atomic', seats: rows('cyd', 'ada') }))),
    ).toStrictEqual({
      _tag: 'BulkRejected',
      rows: [
        { index: 0, rejection: { _tag: 'SeatNotAvailable', capacity: 2, live: 2 } },
        { index: 1, rejection: { _tag: 'SeatAlreadyAssigned', seatId: 'team.seat_0000000000000001' } },
      ],
      invalid: [],
    })
    expect(world.appends.length).toBe(appends)
  })

  it('is one append', async () => {
    const { world, seats } = await open(1_000)
    const all = Array.from({ length: 1_000 }, (_, index) => ({
      email: `p${index}@example.com`,
      immediateClaim: { customerId: 'cus_1' },
    }))
    const answer = await seats.assignBulk(inPool({ mode: 'atomic', seats: all }))
    expect(answer).toMatchObject({ assigned: 1_000, revision: 2_000 })
    expect(world.appends.map(({ types }) => types.length)).toStrictEqual([1, 2_000])
  })

  it('a dry run says what would become of it, writes nothing, and stands where the ledger stands', async () => {
    const { world, seats } = await open(1)
    const answer = await seats.assignBulk(
      inPool({ mode: 'partial', dryRun: true, seats: rows('ada', 'bob') }),
    )
    expect(answer).toMatchObject({ assigned: 1, rejected: 1, written: false, revision: 0, position: 0n })
    expect((await seats.pool(team)).live).toBe(0)
    expect((await world.recorded()).length).toBe(1)
  })

  it('into a pool that was never opened finds none', async () => {
    const { seats } = await open(1)
    const bulk = { ...inPool({ mode: 'partial', seats: rows('ada') } as const), poolId: 'none' }
    expect(await failureOf(seats.assignBulk(bulk))).toStrictEqual({ _tag: 'PoolNotFound', poolId: 'none' })
  })
})

describe('a revision made a condition', () => {
  it('is that of the ledger right before the command, also within a batch', async () => {
    const { seats } = await open(5)
    const [one, other] = [
      seats.assign(inPool({ email: 'ada@example.com', ifRevision: 0 })),
      failureOf(seats.assign(inPool({ email: 'bob@example.com', ifRevision: 0 }))),
    ]
    expect((await one).revision).toBe(1)
    expect(await other).toStrictEqual({ _tag: 'RevisionMismatch', expected: 0, actual: 1 })
    expect(await failureOf(seats.closePool(inPool({ ifRevision: 7 })))).toStrictEqual({
      _tag: 'RevisionMismatch',
      expected: 7,
      actual: 1,
    })
    const bulk = inPool({ mode: 'partial', seats: [{ email: 'cyd@example.com' }], ifRevision: 0 } as const)
    expect((await failureOf(seats.assignBulk(bulk)))._tag).toBe('RevisionMismatch')
  })
})

describe('what a host does to an answer', () => {
  it('does not reach the ledger', async () => {
    const { seats } = await open(1)
    const answer = await assignAda(seats)
    const change = (): unknown[] => [
      Reflect.set(answer.pool, 'capacity', 99),
      Reflect.set(answer.pool.product, 'name', 'x'),
      Reflect.set(answer.seat, 'status', 'revoked'),
      Reflect.set(answer.seat.email, 'key', 'x'),
      answer.seat.status === 'pending' && Reflect.set(answer.seat.invitation, 'expiresAt', at(9 * DAY)),
    ]
    expect(change()).toStrictEqual([false, false, false, false, false])
    expect(await failureOf(seats.openPool(teamInput(99)))).toMatchObject({
      _tag: 'PoolAlreadyOpen',
      differs: ['capacity'],
    })
    expect(await failureOf(seats.assign(inPool({ email: 'bob@example.com' })))).toStrictEqual({
      _tag: 'SeatNotAvailable',
      capacity: 1,
      live: 1,
    })
  })

  it('whatever the answer is', async () => {
    const { seats, wait } = await open(9)
    const { seat, invitationToken } = await assignAda(seats, { metadata: { a: { b: [] } } })
    const looked = await seats.invitation({ token: invitationToken ?? '' })
    const { revoked, assigned } = await seats.reassign(onSeat(seat.id, { email: 'bob@example.com' }))
    const rows = [{ email: 'cyd@example.com' }]
    const bulk = await seats.assignBulk(inPool({ mode: 'atomic', seats: rows }))
    wait(DAY)
    const { released, pool: atLast } = await seats.releaseExpired(inPool({}))
    const inBulk = bulk.rows.map((row) => row.status === 'assigned' && row.seat)
    const given = [
      looked.seat,
      looked.pool,
      revoked,
      assigned.seat,
      assigned.pool,
      bulk.pool,
      ...inBulk,
      ...released,
      atLast,
    ]
    expect(given.map((one) => Object.isFrozen(one))).toStrictEqual(given.map(() => true))
    expect(released.length).toBe(2)
  })

  it('what a host gave stays its own: it is not frozen, and changing it later changes nothing', async () => {
    const { seats } = await open(9)
    const input = { ...teamInput(1), poolId: 'other', product: { id: 'p_1', name: 'Plan' } }
    await seats.openPool(input)
    input.product.name = 'Changed'
    expect((await seats.pool({ organizationId: 'acme', poolId: 'other' })).pool.product.name).toBe('Plan')
  })
})
