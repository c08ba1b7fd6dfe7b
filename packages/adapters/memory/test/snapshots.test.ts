import type { SeatFailure, SeatLedger, Snapshots } from '@seat-ledger/core'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { memoryPlatform, memorySnapshots } from '../src/index.js'
import { BY, done, engineOn, fill, openTeam, POOL, plain, type Watched, watched } from './snapshot-ledger.js'

/** A ledger of 1,200 seats and more events whose snapshot is written, with commands that a caller named. */
const livedIn = async (): Promise<{
  readonly world: Watched
  readonly repeat: Repeat
  readonly seats: readonly string[]
}> => {
  const world = watched()
  const ledger = engineOn(world.platform)
  await openTeam(ledger)
  await fill(ledger, 'early', 700)
  const repeat = namedCommands((await fill(ledger, 'mid', 4))[3] ?? '')
  const first = await repeat(ledger)
  const snapshot = world.nextSave()
  await fill(ledger, 'late', 500)
  await snapshot
  const seats = await fill(ledger, 'tail', 20)
  await done(ledger.revoke, { ...BY, organizationId: 'acme', seatId: seats[0] ?? '' })
  expect(await repeat(ledger)).toEqual(first)
  return { world, repeat: async (again) => [...(await repeat(again)), first], seats }
}

type Repeat = (ledger: SeatLedger) => Promise<readonly unknown[]>

/** Commands with ids of their own, which answer the same however often they are sent. */
const namedCommands =
  (seatId: string): Repeat =>
  async (ledger) => {
    const seat = { ...BY, organizationId: 'acme', seatId }
    const answers = [
      await ledger.assign({
        ...POOL,
        ...BY,
        commandId: 'c-1',
        email: 'named@example.com',
        metadata: { desk: [1, { a: 'b' }] },
      })(),
      await ledger.assign({ ...POOL, ...BY, commandId: 'c-1', email: 'other@example.com' })(),
      await ledger.resend({ ...seat, commandId: 'c-2' })(),
      await ledger.changeCapacity({ ...POOL, ...BY, commandId: 'c-3', capacity: 6_000 })(),
      await ledger.revoke({ ...seat, commandId: 'c-4' })(),
      await ledger.assignBulk({
        ...POOL,
        ...BY,
        commandId: 'c-5',
        mode: 'partial',
        seats: [
          { email: 'named@example.com' },
          { email: 'bulk@example.com', immediateClaim: { customerId: 'cust' } },
          { email: 'no' },
        ],
      })(),
    ]
    return answers.map((answer) => plain(withoutPosition(answer)))
  }

/** An answer's position is where the log was when it was given, so it grows. */
const withoutPosition = (answer: E.Either<SeatFailure, object>): E.Either<SeatFailure, object> =>
  E.isLeft(answer) ? answer : E.right({ ...answer.right, position: 0 })

/** Everything that two engines on one log must agree on. */
const everything = async (ledger: SeatLedger, repeat: Repeat, seats: readonly string[]): Promise<unknown> => [
  await repeat(ledger),
  plain(withoutPosition(await ledger.pool(POOL)())),
  ...(await Promise.all(
    seats.map(async (seatId) =>
      plain(withoutPosition(await ledger.seat({ organizationId: 'acme', seatId })())),
    ),
  )),
]

/** The same log with other snapshots. */
const withSnapshots = (world: Watched, snapshots: Snapshots): Watched => watched(world.platform, snapshots)

const holding = async (
  world: Watched,
  change: (parts: readonly string[]) => readonly string[],
): Promise<Snapshots> => {
  const snapshots = memorySnapshots()
  const { stream, parts } = world.saved[0] ?? assert.fail('no snapshot was saved')
  await snapshots.save(stream, change(parts))
  return snapshots
}

describe('a ledger that is opened from its snapshot', () => {
  it('is the one that its events make, to the last answer, and reads only the events behind the snapshot', async () => {
    const { world, repeat, seats } = await livedIn()
    const [snapshotted, replayed] = [
      withSnapshots(world, world.snapshots),
      withSnapshots(world, memorySnapshots()),
    ]
    const fromSnapshot = await everything(engineOn(snapshotted.platform), repeat, seats)
    expect(fromSnapshot).toEqual(await everything(engineOn(replayed.platform), repeat, seats))
    expect(replayed.eventsRead()).toBeGreaterThan(1_200)
    expect(snapshotted.eventsRead()).toBeLessThan(100)
  })

  it('gives back metadata that is frozen, as it was', async () => {
    const { world } = await livedIn()
    const ledger = engineOn(world.platform)
    const { seat } = await done(ledger.assign, {
      ...POOL,
      ...BY,
      commandId: 'c-1',
      email: 'named@example.com',
      metadata: { desk: [1, { a: 'b' }] },
    })
    expect(seat.metadata).toEqual({ desk: [1, { a: 'b' }] })
    expect([Object.isFrozen(seat.metadata), Object.isFrozen(seat.metadata.desk)]).toEqual([true, true])
  })

  it('goes on from there: events behind the snapshot and new commands are folded on top', async () => {
    const { world, repeat, seats } = await livedIn()
    const ledger = engineOn(world.platform)
    const again = await ledger.assign({ ...POOL, ...BY, email: 'late3@example.com' })()
    expect(again).toMatchObject(E.left({ _tag: 'SeatAlreadyAssigned' }))
    await fill(ledger, 'more', 30)
    const fresh = engineOn(watched(world.platform).platform)
    expect(await everything(ledger, repeat, seats)).toEqual(await everything(fresh, repeat, seats))
  })
})

describe('a snapshot that cannot be trusted costs time and nothing else', () => {
  const cases: readonly (readonly [string, (parts: readonly string[]) => readonly string[]])[] = [
    ['without its last part', (parts) => parts.slice(0, -1)],
    ['without its first part', (parts) => parts.slice(1)],
    ['with a part twice', (parts) => [...parts.slice(0, 1), ...parts]],
    ['in another order', (parts) => [...parts.slice(0, -1).reverse(), ...parts.slice(-1)]],
    ['of nothing but a seal', (parts) => parts.slice(-1)],
    ['of empty text', (parts) => parts.map(() => '')],
    ['of other text', (parts) => parts.map(() => 'hello {} []')],
  ]

  it.each(cases)('%s', async (_, change) => {
    const { world, repeat, seats } = await livedIn()
    const broken = withSnapshots(world, await holding(world, change))
    const expected = await everything(engineOn(watched(world.platform).platform), repeat, seats)
    expect(await everything(engineOn(broken.platform), repeat, seats)).toEqual(expected)
    expect(broken.eventsRead()).toBeGreaterThan(1_200)
  })

  it('with any one character changed', async () => {
    const { world, repeat, seats } = await livedIn()
    const expected = await everything(engineOn(watched(world.platform).platform), repeat, seats)
    const place = fc.record({ part: fc.nat(), at: fc.nat(), by: fc.integer({ min: 1, max: 90 }) })
    await fc.assert(
      fc.asyncProperty(place, async ({ part, at, by }) => {
        const flip = (parts: readonly string[]): readonly string[] =>
          parts.map((text, index) =>
            index === part % parts.length ? changed(text, at % text.length, by) : text,
          )
        const broken = withSnapshots(world, await holding(world, flip))
        expect(await everything(engineOn(broken.platform), repeat, seats)).toEqual(expected)
        expect(broken.eventsRead()).toBeGreaterThan(1_200)
      }),
      { numRuns: 20 },
    )
  })

  it('of another log: the event at its revision is not the one it was made from', async () => {
    const { world, repeat } = await livedIn()
    const other = watched(memoryPlatform(), world.snapshots)
    const ledger = engineOn(other.platform)
    expect((await ledger.pool(POOL)())._tag).toBe('Left')
    await openTeam(ledger)
    const reopened = engineOn(other.platform)
    await fill(reopened, 'other', 1_300)
    const fresh = engineOn(watched(other.platform).platform)
    expect(await everything(reopened, repeat, [])).toEqual(await everything(fresh, repeat, []))
    expect((await done(fresh.pool, POOL)).live).toBe(1_302)
  })

  it('of a store that fails, or throws against its contract', async () => {
    const failure = { _tag: 'StoreUnavailable', detail: 'gone', cause: undefined } as const
    const failing: Snapshots = { load: async () => E.left(failure), save: async () => E.left(failure) }
    const throwing: Snapshots = {
      load: () => Promise.reject(new Error('load')),
      save: () => Promise.reject(new Error('save')),
    }
    for (const snapshots of [failing, throwing]) {
      const ledger = engineOn({ ...memoryPlatform(), snapshots })
      await openTeam(ledger)
      await fill(ledger, 'some', 2_500)
      expect((await done(ledger.pool, POOL)).live).toBe(2_500)
    }
  })
})

describe('writing snapshots', () => {
  it('costs at most 2 rows for each event, however the ledger grows', async () => {
    const world = watched()
    const ledger = engineOn(world.platform)
    await openTeam(ledger, 100_000)
    for (let seats = 500; seats <= 12_000; seats += 500) {
      const snapshot = world.nextSave()
      await fill(ledger, `before${seats}-`, 500)
      if ([1_000, 3_000, 9_000].includes(seats)) await snapshot
      expect(rowsIn(world)).toBeLessThanOrEqual(2 * seats)
    }
    expect(world.saved.map(seatsIn)).toEqual([1_000, 3_000, 9_000])
  })
})

const changed = (text: string, at: number, by: number): string =>
  text.slice(0, at) + String.fromCharCode(32 + ((text.charCodeAt(at) - 32 + by) % 91)) + text.slice(at + 1)

const seatsIn = ({ parts }: Watched['saved'][number]): number =>
  parts.join('').split('"assignedAt"').length - 1

const rowsIn = ({ saved }: Watched): number => saved.reduce((rows, snapshot) => rows + seatsIn(snapshot), 0)
