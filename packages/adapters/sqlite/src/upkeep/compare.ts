import { type Ledger, liveSeats, parseLedgerStream, type StreamName } from '@seat-ledger/core'
import { countsIn, numberIn, POOL_COLUMNS, poolIn, SEAT_JSON, seatIn } from '../directory/rows.js'
import type { Database } from '../file/database.js'

const POOL = `SELECT ${POOL_COLUMNS} FROM organizations AS o JOIN pools AS p ON p.organization = o.key WHERE o.id = ? AND p.id = ?`
const SEATS = `SELECT ${SEAT_JSON} FROM seats AS s WHERE s.pool = ?`

/** What the read model says of one pool, to be held against the fold of the pool's events. */
export interface Comparison {
  /** The ledger after the event at `revision`. The comparison is made at the revision that the read model has. */
  at(revision: number, ledger: Ledger): void
  /** What differs, in words. */
  differences(): readonly string[]
}

/** The pool of a stream in the read model; undefined when it is not there, because it is behind or the stream is no ledger. */
export const comparedWith = (database: Database, stream: StreamName): Comparison | undefined => {
  const name = parseLedgerStream(stream)
  const row = name && database.all(POOL, name.organizationId, name.poolId)[0]
  if (row === undefined) return undefined
  const revision = numberIn(row, 'revision')
  const found: string[] = []
  let isReached = false
  return {
    at: (current, ledger) => {
      if (current !== revision) return
      isReached = true
      const counts = countsIn(row)
      if (counts.pending + counts.claimed !== liveSeats(ledger)) found.push('the count of live seats differs')
      if (JSON.stringify(poolIn(row)) !== JSON.stringify(ledger.pool)) found.push('the pool differs')
      const seats = database.all(SEATS, numberIn(row, 'key')).map(seatIn)
      if (seats.length !== ledger.seats.size) found.push('the number of seats differs')
      for (const seat of seats) {
        if (JSON.stringify(seat) === JSON.stringify(ledger.seats.get(seat.id))) continue
        found.push(`seat ${seat.id} differs`)
      }
    },
    differences: () => (isReached ? found : ['it has events that the log does not have']),
  }
}
