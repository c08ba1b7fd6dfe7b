import type { CommandId } from '../domain/ids.js'
import { emptyLedger, type Ledger, type Pool, type Seat } from '../domain/ledger.js'
import { NO_METADATA, SeatMetadata } from '../domain/metadata.js'
import type { RefusedRow } from '../domain/rejections.js'
import { VersionedMap } from '../domain/versioned-map.js'
import { CommandWindow, type Remembered } from './command-window.js'
import { Outcome } from './outcome.js'

/**
 * A ledger and its remembered commands as flat rows of plain JSON. An answer mostly shows seats and pools that the
 * ledger has too; a row names them by their index, so that nothing is written twice and nothing is held twice later.
 */
export interface SnapshotRows {
  readonly seats: readonly Seat[]
  readonly pools: readonly Pool[]
  readonly commands: readonly CommandRow[]
  /** The first so many seats are those of the ledger, in its order; the rest live only in answers. */
  readonly ledgerSeats: number
  /** Index of the ledger's pool; null when it was never opened. */
  readonly pool: number | null
}

/** Command id, fingerprint, revision, live seats, pool, assigned seats, changed seats, refused rows. */
type CommandRow = readonly [
  commandId: CommandId,
  fingerprint: string,
  revision: number,
  live: number,
  pool: number | null,
  assigned: readonly number[],
  changed: readonly number[],
  refused: readonly RefusedRow[],
]

/** Flattens a state. Takes the pointers at once and reads no version of the ledger later: the mailbox goes on meanwhile. */
export const rowsOf = (ledger: Ledger, window: CommandWindow): SnapshotRows => {
  const ledgerSeats = ledger.seats.values()
  const seats = new Table<Seat>(ledgerSeats)
  const pools = new Table<Pool>([])
  const poolIndex = (pool: Pool | null): number | null => (pool === null ? null : pools.indexOf(pool))
  const pool = poolIndex(ledger.pool)
  const seatIndex = (seat: Seat): number => seats.indexOf(seat)
  const commands = window.entries().map(({ commandId, fingerprint, outcome }): CommandRow => {
    const { revision, live, assigned, changed, refused } = outcome
    return [
      commandId,
      fingerprint,
      revision,
      live,
      poolIndex(outcome.pool),
      assigned.map(seatIndex),
      changed.map(seatIndex),
      refused,
    ]
  })
  return { seats: seats.rows, pools: pools.rows, commands, ledgerSeats: ledgerSeats.length, pool }
}

/** The state that `rowsOf` flattened. */
export const stateOf = (rows: SnapshotRows): { readonly ledger: Ledger; readonly window: CommandWindow } => {
  const seats = rows.seats.map(withFrozenMetadata)
  const window = new CommandWindow()
  for (const row of rows.commands) window.add(rememberedOf(row, rows.pools, seats))
  return { ledger: ledgerOf(seats.slice(0, rows.ledgerSeats), poolAt(rows.pools, rows.pool)), window }
}

const ledgerOf = (seats: readonly Seat[], pool: Pool | null): Ledger => {
  const live = seats.filter(({ status }) => status !== 'revoked')
  return {
    pool,
    seats: VersionedMap.owning(new Map(seats.map((seat) => [seat.id, seat]))),
    liveByEmail: VersionedMap.owning(new Map(live.map(({ email, id }) => [email.key, id]))),
  }
}

const rememberedOf = (row: CommandRow, pools: readonly Pool[], seats: readonly Seat[]): Remembered => {
  const [commandId, fingerprint, revision, live, pool, assigned, changed, refused] = row
  const outcome = new Outcome(NO_LEDGER, revision, refused)
  outcome.pool = poolAt(pools, pool)
  outcome.live = live
  for (const index of assigned) for (const seat of seats.slice(index, index + 1)) outcome.addAssigned(seat)
  for (const index of changed) for (const seat of seats.slice(index, index + 1)) outcome.addChanged(seat)
  return { commandId, fingerprint, outcome }
}

const NO_LEDGER = emptyLedger()

const poolAt = (pools: readonly Pool[], index: number | null): Pool | null =>
  index === null ? null : (pools[index] ?? null)

/** What hosts are given stays as safe from them as it was when it was read from an event. */
const withFrozenMetadata = (seat: Seat): Seat => {
  const decoded = SeatMetadata.decode(seat.metadata)
  return { ...seat, metadata: decoded._tag === 'Right' ? decoded.right : NO_METADATA }
}

/** Rows by identity. */
class Table<Row extends object> {
  readonly rows: Row[]
  private readonly indexes: Map<Row, number>

  constructor(rows: readonly Row[]) {
    this.rows = [...rows]
    this.indexes = new Map()
    for (const [index, row] of rows.entries()) this.indexes.set(row, index)
  }

  indexOf(row: Row): number {
    const known = this.indexes.get(row)
    if (known !== undefined) return known
    const index = this.rows.push(row) - 1
    this.indexes.set(row, index)
    return index
  }
}
