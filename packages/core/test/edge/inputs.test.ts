import * as E from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { describeFault, type Fault } from '../../src/edge/faults.js'
import { explain } from '../../src/engine/explain.js'
import { createSeatLedger, type SeatLedger } from '../../src/engine/seat-ledger.js'
import { inPool, onSeat, type Trial, teamInput, trial } from '../support/trial.js'

const ID = 'must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -'
const LINE = (max: number) => `must be 1 to ${max} characters on one line`
const invalid = (path: string, message: string): Fault => ({
  path: path.split('.'),
  problem: 'invalid',
  message,
})
const missing = (path: string): Fault => ({
  path: path.split('.'),
  problem: 'missing',
  message: 'is required',
})

let world: Trial
let ledger: SeatLedger

/** Calls with anything, as a host without types would, and gives the faults; none for another answer. */
const faultsOf = async (name: keyof SeatLedger, input: unknown): Promise<readonly Fault[]> => {
  const call = ledger[name] as (
    input: unknown,
  ) => () => Promise<E.Either<{ _tag: string; faults?: readonly Fault[] }, unknown>>
  const answer = await call(input)()
  return E.isLeft(answer) && answer.left._tag === 'InvalidInput' ? (answer.left.faults ?? []) : []
}

beforeEach(() => {
  world = trial()
  ledger = createSeatLedger(world.platform)
})

const CALLS = [
  'openPool',
  'changeCapacity',
  'closePool',
  'assign',
  'assignBulk',
  'resend',
  'claim',
  'revoke',
  'reassign',
  'releaseExpired',
  'pool',
  'seat',
  'invitation',
  'seatHistory',
] as const

describe('all that comes in is unknown data', () => {
  it.each(CALLS)('%s refuses what is no object, and writes nothing', async (name) => {
    const nonsense = [undefined, null, 1, 'text', [], true, () => 1]
    for (const input of nonsense) {
      expect(await faultsOf(name, input)).toStrictEqual([
        { path: [], problem: 'invalid', message: 'must be an object' },
      ])
    }
    expect(world.appends).toStrictEqual([])
    expect(world.reads).toStrictEqual([])
  })

  it.each(CALLS)('%s names every field that is missing', async (name) => {
    const faults = await faultsOf(name, {})
    expect(faults.length).toBeGreaterThan(0)
    expect(faults).toStrictEqual(faults.map(({ path }) => missing(path.join('.'))))
  })

  it('fields that a prototype lends are missing', async () => {
    expect(await faultsOf('pool', Object.create({ organizationId: 'acme', poolId: 'team' }))).toStrictEqual([
      missing('organizationId'),
      missing('poolId'),
    ])
  })

  it('all faults are told at once, with their paths, and nothing is written', async () => {
    const input = {
      organizationId: 'a b',
      poolId: 'x'.repeat(65),
      actor: { kind: 'robot', id: '' },
      customerId: 'a.b',
      source: { kind: 'gift', id: 7 },
      product: { id: '', name: '\n' },
      capacity: Number.NaN,
      commandId: 'a b',
      correlationId: '',
      causationId: 1,
      reason: '',
      ifRevision: -1,
    }
    const key = 'must be 1 to 255 printable ASCII characters without spaces'
    expect(await faultsOf('openPool', input)).toStrictEqual([
      invalid('organizationId', ID),
      invalid('poolId', ID),
      invalid('actor.kind', 'must be one of organization, user, customer, system'),
      invalid('actor.id', LINE(255)),
      invalid('customerId', ID),
      invalid('source.kind', 'must be one of subscription, order'),
      invalid('source.id', ID),
      invalid('product.id', ID),
      invalid('product.name', LINE(200)),
      invalid('capacity', 'must be a whole number from 0 to 1000000'),
      invalid('commandId', key),
      invalid('correlationId', key),
      invalid('causationId', key),
      invalid('reason', LINE(500)),
      invalid('ifRevision', `must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`),
    ])
    expect(world.appends).toStrictEqual([])
  })

  it('an assignment with everything wrong names everything', async () => {
    const input = inPool({
      email: 'nobody',
      expiresInSeconds: 59,
      metadata: { a: Number.NaN },
      member: { memberId: '', externalMemberId: 5, externalCustomerId: 'x'.repeat(256) },
      immediateClaim: { customerId: '' },
    })
    expect(await faultsOf('assign', input)).toStrictEqual([
      invalid('email', 'must be an address such as ada@example.com'),
      invalid('metadata', 'must hold JSON values only, and no key named __proto__'),
      invalid('member.memberId', LINE(255)),
      invalid('member.externalMemberId', LINE(255)),
      invalid('member.externalCustomerId', LINE(255)),
      invalid('immediateClaim.customerId', ID),
      invalid('expiresInSeconds', 'must be a whole number from 60 to 31536000'),
    ])
  })

  it('a fault in words names its path, and never the value', async () => {
    const secret = 'hunter2 secret'
    const answer = await ledger.assign(inPool({ email: secret, commandId: secret }))()
    expect(E.isLeft(answer) && explain(answer.left)).toBe(
      'Invalid input: email must be an address such as ada@example.com; commandId must be 1 to 255 printable ASCII characters without spaces.',
    )
    expect(describeFault({ path: [], problem: 'invalid', message: 'must be an object' })).toBe(
      'input must be an object',
    )
  })
})

describe('the bounds of what comes in', () => {
  const good = (name: keyof SeatLedger, input: unknown) => async () =>
    expect(await faultsOf(name, input)).toStrictEqual([])
  const bad = (name: keyof SeatLedger, input: unknown, path: string) => async () => {
    expect((await faultsOf(name, input)).map((fault) => fault.path.join('.'))).toStrictEqual([path])
    expect(world.appends).toStrictEqual([])
  }

  it.each([0, 1, 1_000_000])('a capacity of %d is good', async (capacity) =>
    good('openPool', teamInput(capacity))(),
  )
  it.each([-1, 0.5, 1_000_001, Number.NaN, '1', null, 1n])('a capacity of %s is not', async (capacity) =>
    bad('openPool', { ...teamInput(1), capacity }, 'capacity')(),
  )

  it.each([60, 31_536_000])('an expiry of %d s is good', async (expiresInSeconds) =>
    good('assign', inPool({ email: 'a@example.com', expiresInSeconds }))(),
  )
  it.each([59, 60.5, 31_536_001, Number.POSITIVE_INFINITY])(
    'an expiry of %d s is not, anywhere',
    async (expiresInSeconds) => {
      await bad('assign', inPool({ email: 'a@example.com', expiresInSeconds }), 'expiresInSeconds')()
      await bad('resend', onSeat('team.a', { expiresInSeconds }), 'expiresInSeconds')()
      await bad(
        'reassign',
        onSeat('team.a', { email: 'a@example.com', expiresInSeconds }),
        'expiresInSeconds',
      )()
    },
  )

  it.each(['A-z_09', 'x'.repeat(64), '__proto__'])('the id %s is good', async (poolId) =>
    good('pool', { organizationId: 'acme', poolId })(),
  )
  it.each(['', 'x'.repeat(65), 'a.b', 'a/b', 'a b', 'ä', 'a\n', 'a\u0000', '$all'])(
    'the id %j is not',
    async (poolId) => bad('pool', { organizationId: 'acme', poolId }, 'poolId')(),
  )

  it.each(['team.a', `${'x'.repeat(64)}.${'y'.repeat(64)}`])('the seat id %s is good', async (seatId) =>
    good('seat', { organizationId: 'acme', seatId })(),
  )
  it.each(['team', 'team.', '.a', 'a.b.c', 'team.a b', `team.${'y'.repeat(65)}`])(
    'the seat id %j is not',
    async (seatId) => bad('seat', { organizationId: 'acme', seatId }, 'seatId')(),
  )

  it.each(['x', 'Left the team – see #42', 'x'.repeat(500)])('the reason %s is good', async (reason) =>
    good('closePool', inPool({ reason }))(),
  )
  it.each(['', ' ', 'x'.repeat(501), 'a\nb', 'a\u2028b', 'a\u0000'])('the reason %j is not', async (reason) =>
    bad('closePool', inPool({ reason }), 'reason')(),
  )

  it('a bulk has 1 to 1,000 rows', async () => {
    const rows = (count: number) =>
      inPool({
        mode: 'partial',
        seats: Array.from({ length: count }, (_, at) => ({ email: `u${at}@example.com` })),
      })
    await bad('assignBulk', rows(0), 'seats')()
    await bad('assignBulk', rows(1_001), 'seats')()
    await good('assignBulk', rows(1_000))()
  })

  it('null is as good as nothing where a seat may have no value', async () =>
    good('assign', inPool({ email: 'a@example.com', metadata: null, member: null, immediateClaim: null }))())

  it('undefined is as good as absent', async () =>
    good('assign', inPool({ email: 'a@example.com', reason: undefined, ifRevision: undefined }))())
})

describe('a bulk tells the faults of each row for itself', () => {
  const seats = [
    { email: 'ada@example.com' },
    { email: 'nobody' },
    5,
    { email: 'bob@example.com', metadata: [] },
  ]
  const faults = [
    { index: 1, faults: [invalid('seats.1.email', 'must be an address such as ada@example.com')] },
    { index: 2, faults: [invalid('seats.2', 'must be an object')] },
    { index: 3, faults: [invalid('seats.3.metadata', 'must be an object')] },
  ]

  it('a partial one assigns the good rows', async () => {
    await ledger.openPool(teamInput(5))()
    const answer = await ledger.assignBulk(inPool({ mode: 'partial', seats }))()
    expect(E.isRight(answer) && answer.right.rows.slice(1)).toStrictEqual(
      faults.map((row) => ({ status: 'invalid', ...row })),
    )
    expect(E.isRight(answer) && answer.right.rows[0]?.status).toBe('assigned')
  })

  it('an atomic one writes nothing, and also names the rows that the rules refuse', async () => {
    await ledger.openPool(teamInput(1))()
    await ledger.assign(inPool({ email: 'ada@example.com' }))()
    const before = (await world.recorded()).length
    const answer = await ledger.assignBulk(inPool({ mode: 'atomic', seats }))()
    expect(answer).toStrictEqual(
      E.left({
        _tag: 'BulkRejected',
        rows: [{ index: 0, rejection: { _tag: 'SeatAlreadyAssigned', seatId: expect.any(String) } }],
        invalid: faults,
      }),
    )
    expect((await world.recorded()).length).toBe(before)
  })
})
