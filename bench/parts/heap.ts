import { growthOf } from '../harness/heap.js'
import type { Part } from '../harness/part.js'
import { expectSeats, type SeatLine } from '../model/naive.js'
import { emailOf, emailsOf, flat, workloadResult } from '../model/workload.js'

const POOL = 'pool-1'

/** What an event keeps alive, its part of the state and every string included. */
export const heap: Part = {
  name: 'heap',
  title: 'Heap per event, assignments only, state and strings included',
  operation: 'event',
  scale: 'events',
  unit: 'bytes',
  sizes: [10_000, 100_000],
  baseline: 'raw',
  variants: [
    {
      name: 'raw',
      does: 'As above: event, seat and two Maps; the strings are the seat id and the address.',
      trial: async (size) => {
        const { RawLedgers } = await import('../variants/raw.js')
        return heapTrial(size, () => {
          const ledgers = new RawLedgers()
          ledgers.open(POOL, size)
          for (let index = 0; index < size; index++) {
            const { seatId, email } = seatOf(index)
            ledgers.handle({
              type: 'Assign',
              pool: POOL,
              seatId,
              email,
              at: flat('2026-03-03T09:30:00.000Z'),
              expiresAt: '2026-03-04T09:30:00.000Z',
            })
          }
          return { keep: ledgers, lines: () => ledgers.lines(POOL) }
        })
      },
    },
    {
      name: 'full raw',
      does: 'As above: also an event id, a time and the hash of a token per event.',
      trial: async (size) => {
        const { FullRawLedgers, plainSources } = await import('../variants/full-raw.js')
        return heapTrial(size, async () => {
          const ledgers = new FullRawLedgers(plainSources)
          ledgers.open(POOL, size)
          for (let index = 0; index < size; index++) {
            const { seatId, email } = seatOf(index)
            await ledgers.assign(POOL, seatId, email)
          }
          return { keep: ledgers, lines: () => ledgers.lines(POOL) }
        })
      },
    },
    {
      name: 'engine',
      does: 'As above: log and cached state, event id, command id, metadata.',
      trial: async (size) => {
        const { assignInput, EngineWorld, orThrow } = await import('../variants/engine.js')
        return heapTrial(size, async () => {
          const world = new EngineWorld()
          await world.open(POOL, size)
          for (let index = 0; index < size; index++)
            orThrow(await world.ledger.assign(assignInput(POOL, emailOf(index)))())
          return { keep: world, lines: () => world.lines(POOL) }
        })
      },
    },
    {
      name: 'emmett',
      does: 'Its in-memory event store, filled by one append; it caches no state.',
      trial: async (size) => {
        const { EmmettPools } = await import('../variants/emmett.js')
        return heapTrial(size, async () => {
          const pools = new EmmettPools(size)
          await pools.preload(
            POOL,
            Array.from({ length: size }, (_, index) => seatOf(index)),
          )
          return { keep: pools, lines: () => pools.lines(POOL) }
        })
      },
    },
    {
      name: 'castore',
      does: 'Its in-memory storage adapter, given its events at once; it caches no state.',
      trial: async (size) => {
        const { CastorePools } = await import('../variants/castore.js')
        return heapTrial(size, () => {
          const pools = new CastorePools(size, {
            [POOL]: Array.from({ length: size }, (_, index) => seatOf(index)),
          })
          return { keep: pools, lines: () => pools.lines(POOL) }
        })
      },
    },
  ],
}

interface Filled {
  readonly keep: object
  readonly lines: () => readonly SeatLine[] | Promise<readonly SeatLine[]>
}

const heapTrial = (size: number, fill: () => Filled | Promise<Filled>) => {
  const expected = workloadResult(emailsOf(size), 'assign')
  return {
    kind: 'counted' as const,
    measure: async () => {
      let filled: Filled | undefined
      const bytes = await growthOf(async () => {
        filled = await fill()
        return filled
      })
      expectSeats((await filled?.lines()) ?? [], expected)
      return bytes / size
    },
  }
}

const seatOf = (index: number) => ({ seatId: flat(`${POOL}.seat${index}`), email: emailOf(index) })
