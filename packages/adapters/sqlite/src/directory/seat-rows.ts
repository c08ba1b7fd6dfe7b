import type { Seat, SeatId } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import {
  expiryOf,
  holderOf,
  numberIn,
  type PoolRow,
  SEAT_JSON,
  type SeatRow,
  STATUS,
  seatIn,
  seatName,
} from './rows.js'

const FIND_SEAT = `SELECT s.key, ${SEAT_JSON} FROM seats AS s WHERE s.pool = ? AND s.id = ?`
const ADD_SEAT = `INSERT INTO seats (key, organization, pool, id, status, assigned_at, expires_at, email, holder, seat)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const SAVE_SEAT = 'UPDATE seats SET status = ?, expires_at = ?, holder = ?, seat = ? WHERE key = ?'

/** The seats that a run of events touches: each is read once, and written once if it is new or was changed. */
export class SeatRows {
  private readonly database: Database
  private readonly seats = new Map<string, SeatRow | undefined>()
  private readonly newSeats = new Set<SeatRow>()
  private readonly changedSeats = new Set<SeatRow>()
  private lastSeat: number

  constructor(database: Database) {
    this.database = database
    this.lastSeat = numberIn(database.all('SELECT max(key) AS last FROM seats')[0], 'last')
  }

  get(pool: PoolRow, seatId: SeatId): SeatRow | undefined {
    const name = seatName(pool, seatId)
    if (this.seats.has(name)) return this.seats.get(name)
    const row = this.database.all(FIND_SEAT, pool.key, seatId)[0]
    const found = row && { key: numberIn(row, 'key'), pool, seat: seatIn(row) }
    this.seats.set(name, found)
    return found
  }

  add(pool: PoolRow, seat: Seat): void {
    this.lastSeat += 1
    const row: SeatRow = { key: this.lastSeat, pool, seat }
    this.seats.set(seatName(pool, seat.id), row)
    this.newSeats.add(row)
  }

  change(row: SeatRow, seat: Seat): void {
    row.seat = seat
    if (!this.newSeats.has(row)) this.changedSeats.add(row)
  }

  write(): void {
    for (const row of this.newSeats) this.insertSeat(row)
    for (const { key, seat } of this.changedSeats) {
      this.database.run(
        SAVE_SEAT,
        STATUS[seat.status],
        expiryOf(seat),
        holderOf(seat),
        JSON.stringify(seat),
        key,
      )
    }
  }

  private insertSeat({ key, pool, seat }: SeatRow): void {
    this.database.run(
      ADD_SEAT,
      key,
      pool.organization,
      pool.key,
      seat.id,
      STATUS[seat.status],
      seat.assignedAt,
      expiryOf(seat),
      seat.email.key,
      holderOf(seat),
      JSON.stringify(seat),
    )
  }
}
