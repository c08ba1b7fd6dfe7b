import type { Part, Sample, Trial } from '../harness/part.js'
import { expectSeats, type SeatLine } from '../model/naive.js'
import { commandsOn, emailsOf, flat, workloadResult } from '../model/workload.js'

const POOL = 'pool-1'

/** Opening a pool again: its events as lines of JSON, to a state that takes commands. */
export const opening: Part = {
  name: 'opening',
  title: 'Opening a pool again from JSON lines',
  operation: 'event',
  scale: 'events',
  unit: 'ns',
  sizes: [10_000, 100_000],
  baseline: 'parse, evolve',
  variants: [
    {
      name: 'parse',
      does: '`JSON.parse` of each line, nothing else.',
      trial: async (events) =>
        linesTrial(events, (lines) => {
          let last: unknown
          for (const line of lines) last = JSON.parse(line)
          if (last === undefined) throw new Error('no lines')
          return undefined
        }),
    },
    {
      name: 'parse, evolve',
      does: '`JSON.parse` and the raw loop writing over its Maps. Nothing is checked.',
      trial: async (events) => {
        const { rawEvolve, rawPool } = await import('../variants/raw.js')
        const { rawEventOf } = await import('../variants/stored-lines.js')
        return linesTrial(events, (lines) => {
          const pool = rawPool(0)
          for (const line of lines) {
            const event = rawEventOf(JSON.parse(line))
            if (event !== undefined) rawEvolve(pool, event)
          }
          return () => [...pool.seats.values()]
        })
      },
    },
    {
      name: 'parse, read, evolve',
      does: '`JSON.parse`, `readRecord` (every field checked) and `evolve` of `@seat-ledger/core`.',
      trial: async (events) => {
        const { emptyLedger, evolve, readRecord } = await import('@seat-ledger/core')
        const { seatLine } = await import('../variants/core.js')
        const { orThrow } = await import('../variants/engine.js')
        const { recordedOf } = await import('../variants/stored-lines.js')
        return linesTrial(events, (lines) => {
          let ledger = emptyLedger()
          for (const line of lines)
            ledger = evolve(ledger, orThrow(readRecord(recordedOf(JSON.parse(line)))).event)
          return () => ledger.seats.values().map(seatLine)
        })
      },
    },
    {
      name: 'engine',
      does: 'An engine without the pool in its cache, asked for the pool; its store parses the lines page by page.',
      trial: async (events) => {
        const { EngineWorld, orThrow } = await import('../variants/engine.js')
        const { linesPlatform } = await import('../variants/stored-lines.js')
        return linesTrial(events, async (lines) => {
          const world = new EngineWorld(linesPlatform(lines))
          orThrow(await world.ledger.pool({ organizationId: 'acme', poolId: POOL })())
          return () => world.lines(POOL)
        })
      },
    },
  ],
}

type Lines = () => SeatLine[] | Promise<SeatLine[]>

/** `open` gives what tells the seats, undefined when it has none to tell. */
const linesTrial = async (
  events: number,
  open: (lines: readonly string[]) => Lines | undefined | Promise<Lines>,
): Promise<Trial> => {
  const { jsonLinesOf } = await import('../variants/stored-lines.js')
  // The workload on n seats makes 2.5 n events, and the pool's own makes one more.
  const emails = emailsOf(Math.floor((events - 1) / 2.5))
  const lines = (await jsonLinesOf(POOL, emails.length)).map(flat)
  if (lines.length !== commandsOn(emails.length) + 1) throw new Error(`${lines.length} lines`)
  const expected = workloadResult(emails)
  return {
    kind: 'timed',
    prepare: (): Sample => {
      let told: Lines | undefined
      return {
        operations: lines.length,
        run: async () => {
          told = await open(lines)
        },
        check: async () => {
          if (told !== undefined) expectSeats(await told(), expected)
        },
      }
    },
  }
}
