import { type Assign, NO_METADATA, seatIdOf } from '@seat-ledger/core'
import { describe, expect, it } from 'vitest'
import { given } from '../src/index.js'
import { assigned, at, later, openPool, poolId, poolOpened, seatOf } from './samples.js'

const assign: Assign = { type: 'Assign', seat: seatOf('a', 'ada@example.com'), releaseExpired: false, at }
const close = { type: 'ClosePool', poolId, at } as const

describe('given, when, then', () => {
  it('holds when the command leads to exactly these events', () => {
    given().when(openPool).then(poolOpened)
    given(poolOpened).when(openPool).then()
    given(poolOpened).when(assign).then(assigned('a', 'ada@example.com'))
  })

  it('holds when the command is refused with exactly these facts', () => {
    given(poolOpened, assigned('b', 'bob@example.com'))
      .when(assign)
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 1, live: 1 })
    given().when(close).thenRefused({ _tag: 'PoolNotFound', poolId })
  })

  const wide = { ...poolOpened, capacity: 5 }
  const [a, b] = [assigned('a', 'ada@example.com'), assigned('b', 'bob@example.com')]
  const revoked = (unique: string) =>
    ({ type: 'Revoked', seatId: seatIdOf(poolId, unique), cause: 'pool_closed', at }) as const
  const closed = { type: 'PoolClosed', at } as const

  it('holds for several events in their order', () => {
    given(wide, a, b).when(close).then(revoked('a'), revoked('b'), closed)
  })

  it.each([
    ['one event twice for two events', [revoked('a'), revoked('a'), closed]],
    ['another order', [revoked('b'), revoked('a'), closed]],
    ['an event less', [revoked('a'), revoked('b')]],
    ['an event more', [revoked('a'), revoked('b'), closed, closed]],
    ['no events', []],
    ['another time', [revoked('a'), revoked('b'), { ...closed, at: later }]],
    ['a field more', [revoked('a'), revoked('b'), { ...closed, reason: undefined }]],
    ['another seat', [revoked('a'), revoked('c'), closed]],
  ])('fails for %s', (_, expected) => {
    expect(() =>
      given(wide, a, b)
        .when(close)
        .then(...expected),
    ).toThrow(/Given 3 events, when \{ type: 'ClosePool'/)
  })

  it('fails for another depth of the same event', () => {
    const other = { ...a, metadata: { team: ['x'] } }
    const command: Assign = { ...assign, seat: { ...assign.seat, metadata: { team: ['y'] } } }
    expect(() => given(poolOpened).when(command).then(other)).toThrow(/'y'[\s\S]*'x'/)
    expect(() =>
      given(poolOpened)
        .when(assign)
        .then({ ...a, metadata: { ...NO_METADATA, x: 1 } }),
    ).toThrow(/Given 1 events/)
  })

  it('fails when events are expected and a rule refused, and the other way round', () => {
    expect(() => given().when(close).then()).toThrow(/PoolNotFound/)
    expect(() =>
      given(poolOpened).when(assign).thenRefused({ _tag: 'SeatNotAvailable', capacity: 1, live: 1 }),
    ).toThrow(/Assigned/)
  })

  it('fails for another fact of the same refusal', () => {
    const full = given(poolOpened, b).when(assign)
    expect(() => full.thenRefused({ _tag: 'SeatNotAvailable', capacity: 1, live: 0 })).toThrow(
      /live: 1[\s\S]*live: 0/,
    )
  })

  it('fails in a test that forgets what to expect and returns the rest', async () => {
    await expect(Promise.resolve(given(poolOpened).when(assign))).rejects.toThrow(/Given 1 events/)
  })
})
