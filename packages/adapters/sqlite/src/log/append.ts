import { type Appended, NO_STREAM, type StreamName, type WrongRevision } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { checksumOf, type EventText } from './stored-event.js'

/** An append that waits to be written. */
export interface Append {
  readonly stream: StreamName
  readonly expected: number
  readonly events: readonly EventText[]
}

const FIND = `SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) AS last
  FROM streams WHERE name = ?`
const ADD_STREAM = 'INSERT INTO streams (name) VALUES (?) RETURNING id'
const INSERT = `INSERT INTO events (position, stream, revision, id, type, data, metadata, checksum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
const RECORDED = `SELECT id, revision, position FROM events
  WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision`

/** The position of the newest event; 0 when there is none. */
export const lastPosition = (database: Database): number =>
  Number(database.value('last', 'SELECT max(position) AS last FROM events') ?? 0)

/** What an append answers, and the stream's head after it. */
export interface Written {
  readonly appended: Appended
  readonly head: StreamHead
}

/** A stream's number in the tables, and its last revision. */
export interface StreamHead {
  readonly id: number
  readonly last: number
}

/** The stream as it is in the file; undefined when there is none. */
export const headOf = (database: Database, stream: StreamName): StreamHead | undefined => {
  const [found] = database.all(FIND, stream)
  return found && { id: Number(found.id), last: Number(found.last ?? NO_STREAM) }
}

/**
 * Appends within the caller's transaction; `before` is the position of the event before, `head` the stream's as it is
 * now. Decides by the revisions and ids that are there: the caller holds the write lock, so they cannot change.
 */
export const appendIn = (
  database: Database,
  { stream, expected, events }: Append,
  before: number,
  head: StreamHead | undefined,
): E.Either<WrongRevision, Written> => {
  const last = head?.last ?? NO_STREAM
  if (last !== expected) {
    const repeated = head && recorded(database, head.id, expected, events)
    if (head === undefined || repeated === undefined)
      return E.left({ _tag: 'WrongRevision', stream, expected })
    return E.right({ appended: repeated, head })
  }
  const id = head?.id ?? Number(database.value('id', ADD_STREAM, stream))
  let [revision, position] = [last, before]
  for (const event of events) {
    revision += 1
    position += 1
    const checksum = checksumOf(stream, revision, event)
    database.run(INSERT, position, id, revision, event.id, event.type, event.data, event.metadata, checksum)
  }
  return E.right({ appended: { revision, position: BigInt(position) }, head: { id, last: revision } })
}

/** Where the last of `events` lies, if exactly these, in this order, follow `expected`: a repeated append. */
const recorded = (
  database: Database,
  stream: number,
  expected: number,
  events: readonly EventText[],
): Appended | undefined => {
  if (!Number.isSafeInteger(expected) || expected < NO_STREAM) return undefined
  const rows = database.all(RECORDED, stream, expected + 1, expected + events.length)
  const last = rows.at(-1)
  if (last === undefined || rows.length !== events.length) return undefined
  if (events.some(({ id }, index) => rows[index]?.id !== id)) return undefined
  return { revision: Number(last.revision), position: BigInt(Number(last.position)) }
}
