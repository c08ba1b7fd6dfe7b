import { describe, expect, it } from 'vitest'
import { at, DAY } from '../support/facts.js'
import { assignAda, claimWith, openWorld, poolState, team } from '../support/team.js'
import { failureOf, inPool, onSeat, openTeam } from '../support/trial.js'

describe('an answer shows the state right after its command', () => {
  it('a pool: what is taken, what is left, where it stands', async () => {
    const { seats } = await openWorld(3)
    expect(await openTeam(seats, 3)).toStrictEqual({
      pool: poolState(3),
      live: 0,
      available: 3,
      revision: 0,
      position: 0n,
    })
    await assignAda(seats)
    expect(await seats.pool(team)).toStrictEqual({
      pool: poolState(3),
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
      pool: poolState(1, at(0)),
      live: 0,
      available: 0,
      revision: 4,
      position: 4n,
    })
  })

  it('a pending seat, with its invitation and its token', async () => {
    const { seats } = await openWorld(1)
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
    const { seats, wait } = await openWorld(1)
    const { invitationToken } = await assignAda(seats)
    wait(5)
    const answer = await claimWith(seats, invitationToken, { email: 'ada@work.example' })
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
    const { seats } = await openWorld(1)
    const answer = await assignAda(seats, { immediateClaim: { customerId: 'cus_ada' } })
    expect(answer).toMatchObject({
      revision: 2,
      invitationToken: null,
      seat: { status: 'claimed', invitationNumber: null },
    })
  })

  it('both seats of a reassignment', async () => {
    const { seats } = await openWorld(1)
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
    const { seats, wait } = await openWorld(2)
    await assignAda(seats)
    wait(DAY)
    const answer = await seats.releaseExpired(inPool({}))
    expect(answer.released).toMatchObject([{ status: 'revoked', cause: 'expired', revokedAt: at(DAY) }])
    expect((await seats.releaseExpired(inPool({}))).released).toStrictEqual([])
  })

  it("what is not there is not found; another tenant's is not there", async () => {
    const { seats } = await openWorld(1)
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

describe('a revision made a condition', () => {
  it('is that of the ledger right before the command, also within a batch', async () => {
    const { seats } = await openWorld(5)
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
