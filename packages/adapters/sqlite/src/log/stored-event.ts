import { crc32 } from 'node:zlib'
import type { EventToAppend, RecordedEvent, StreamName } from '@seat-ledger/core'
import type { SqlRow } from '../driver/driver.js'
import { ProblemError } from '../problems.js'

/** An event as text, ready to be written. */
export interface EventText {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

export const textOf = ({ id, type, data, metadata }: EventToAppend): EventText => ({
  id,
  type,
  data: JSON.stringify(data),
  metadata: JSON.stringify(metadata),
})

/**
 * The CRC-32 of all that an event says. SQLite does not notice a changed bit within a text; with this, whoever reads a
 * changed event is told so instead of being lied to.
 */
export const checksumOf = (stream: string, revision: number, { id, type, data, metadata }: EventText): number =>
  crc32(`${stream} ${revision} ${id} ${type}\n${data}\n${metadata}`)

/** The columns that `eventOf` reads, of `events` as e and `streams` as s. */
export const EVENT_COLUMNS = 's.name AS stream, e.revision, e.position, e.id, e.type, e.data, e.metadata, e.checksum'

/** A row as the event that was written; throws when it is not that any more. */
export const eventOf = (file: string, row: SqlRow): RecordedEvent => {
  const { stream, revision, position, id, type, data, metadata, checksum } = row
  if (
    typeof stream === 'string' &&
    typeof revision === 'number' &&
    typeof position === 'number' &&
    typeof id === 'string' &&
    typeof type === 'string' &&
    typeof data === 'string' &&
    typeof metadata === 'string' &&
    checksum === checksumOf(stream, revision, { id, type, data, metadata })
  ) {
    return {
      stream: stream as StreamName,
      revision,
      position: BigInt(position),
      id,
      type,
      data: JSON.parse(data),
      metadata: JSON.parse(metadata),
    }
  }
  throw damaged(file, typeof position === 'number' ? position : null, 'an event is not what was written')
}

/** Says that events are changed or missing. */
export const damaged = (file: string, position: number | null, what: string): ProblemError =>
  new ProblemError({ _tag: 'FileDamaged', file, position, cause: new Error(what) })
