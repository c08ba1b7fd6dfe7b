import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf } from '../src/import/chunks.js'
import { DryRunTally } from '../src/import/dry-run.js'
import type { RowResult } from '../src/import/result.js'

const names = fc.array(fc.constantFrom('ada', 'bob', 'eve', 'kim', 'lea', 'max', 'ADA'), { maxLength: 30 })
const rows = names.map((list) =>
  list.map((name, index) => ({ line: index + 2, email: `${name}@example.com` })),
)
const size = fc.integer({ min: 1, max: 10 })

describe('the requests of an import', () => {
  it('hold every row once, in order, and are the same each time', () => {
    fc.assert(
      fc.property(rows, size, (team, most) => {
        const plan = { size: most, poolId: 'pool', run: '' }
        const chunks = chunksOf(team, plan)
        expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(team)
        expect(chunks.every((chunk) => chunk.rows.length >= 1 && chunk.rows.length <= most)).toBe(true)
        expect(chunksOf(team, plan)).toEqual(chunks)
      }),
    )
  })

  it('have a key of their own each, of this pool and this run alone', () => {
    fc.assert(
      fc.property(rows, size, (team, most) => {
        const keys = ['pool', 'other'].flatMap((poolId) =>
          ['', 'again'].flatMap((run) =>
            chunksOf(team, { size: most, poolId, run }).map(({ idempotencyKey }) => idempotencyKey),
          ),
        )
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.every((key) => /^[\x21-\x7e]{1,255}$/.test(key))).toBe(true)
      }),
    )
  })
})

describe('a dry run in many requests', () => {
  it('says what one request with all rows would say', () => {
    const free = fc.integer({ min: 0, max: 8 })
    // Somebody of the file holds a seat already.
    const holders = fc.subarray(['ada@example.com', 'kim@example.com'])
    fc.assert(
      fc.property(rows, size, free, holders, (team, most, available, held) => {
        const pool = {
          id: 'p',
          subscription_id: 's',
          order_id: null,
          capacity: 9,
          status: 'open',
          revision: 1,
        } as const
        const tally = new DryRunTally({ ...pool, available_seats: available })
        const said = chunksOf(team, { size: most, poolId: 'p', run: '' }).flatMap((chunk) =>
          tally.add(judgedAlone(chunk.rows, available, held)),
        )
        expect(said.map(({ status }) => status)).toEqual(
          judgedAlone(team, available, held).map(({ status }) => status),
        )
      }),
    )
  })
})

/** What the server says of one request, which knows nothing of the others; duplicate before capacity. */
const judgedAlone = (
  team: readonly { line: number; email: string }[],
  available: number,
  held: readonly string[],
): readonly RowResult[] => {
  const fresh = new Set<string>()
  return team.map(({ line, email }) => {
    const key = email.toLowerCase()
    const has = held.includes(key) || fresh.has(key)
    const status = has ? 'already' : fresh.size < available ? 'assigned' : 'rejected'
    if (status === 'assigned') fresh.add(key)
    const error = { assigned: null, already: 'SeatAlreadyAssigned', rejected: 'SeatNotAvailable' }[status]
    return { line, email, status, seatId: null, error, detail: '' }
  })
}
