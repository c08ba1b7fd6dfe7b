import type { Database } from '../file/database.js'
import { PoolRows } from './pool-rows.js'
import { SeatRows } from './seat-rows.js'

/**
 * The rows that a run of events touches: each is read when it is first needed, changed in memory and written once at
 * the end, so that a thousand events of one pool cost one write of its counts.
 */
export class Batch {
  readonly pools: PoolRows
  readonly seats: SeatRows

  constructor(database: Database) {
    this.pools = new PoolRows(database)
    this.seats = new SeatRows(database)
  }

  /** Writes what was changed. */
  write(): void {
    this.pools.write()
    this.seats.write()
  }
}
