import { SeatId } from '../domain/ids.js'
import { Instant } from '../domain/instant.js'
import type { Seat } from '../domain/ledger.js'

/** A place between two seats of any list: after the seat that was assigned then and has this id. */
export interface SeatKey {
  readonly assignedAt: Instant
  readonly id: SeatId
}

const CURSOR = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})\.(.+)$/

/** Letters, digits, `_`, `-` and `.` only, so it goes into a URL as it is. It says nothing that the seat itself does not. */
export const cursorOf = ({ assignedAt, id }: Pick<Seat, 'assignedAt' | 'id'>): string =>
  `${assignedAt.replace(/\D/g, '')}.${id}`

/** Reads a cursor back; undefined for what `cursorOf` did not write. */
export const parseCursor = (cursor: string): SeatKey | undefined => {
  const [, year, month, day, hour, minute, second, millisecond, id] = CURSOR.exec(cursor) ?? []
  const assignedAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`
  return Instant.is(assignedAt) && SeatId.is(id) ? { assignedAt, id } : undefined
}
