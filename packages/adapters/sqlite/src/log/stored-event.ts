import { crc32 } from 'node:zlib'
import type { EventToAppend, RecordedEvent, StreamName } from '@seat-ledger/core'
import type { SqlRow } from '../driver/driver.js'
import { bytesIn, bytesOf } from '../driver/text.js'
import { ProblemError } from '../problems.js'

/** An event as text, ready to be written. */
export interface EventText {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

/** The text of an event: neither JSON nor a type holds a line break, so it reads back without doubt. */
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
export const checksumOf = (
  stream: string,
  revision: number,
  { id, type, data, metadata }: EventText,
): number => crc32(`${stream} ${revision} ${id} ${type}\n${data}\n${metadata}`)

/** What `eventOf` reads of `events` as e and `streams` as s: the very bytes that the checksum is made of, and two numbers. */
export const EVENT_COLUMNS = `e.position, e.checksum, ${bytesOf(
  "s.name || ' ' || e.revision || ' ' || e.id || ' ' || e.type || char(10) || e.data || char(10) || e.metadata",
)} AS event`

/** A row as the event that was written; throws when it is not that any more. */
export const eventOf = (file: string, { position, checksum, event }: SqlRow): RecordedEvent => {
  const bytes = bytesIn(event)
  if (typeof position === 'number' && bytes !== undefined && crc32(bytes) === checksum) {
    return readText(position, bytes.toString('utf8'))
  }
  throw damaged(file, typeof position === 'number' ? position : null, 'an event is not what was written')
}

const readText = (position: number, text: string): RecordedEvent => {
  const headEnd = text.indexOf('\n')
  const dataEnd = text.indexOf('\n', headEnd + 1)
  const [stream = '', revision = '', id = '', ...type] = text.slice(0, headEnd).split(' ')
  return {
    stream: stream as StreamName,
    revision: Number(revision),
    position: BigInt(position),
    id,
    type: type.join(' '),
    data: JSON.parse(text.slice(headEnd + 1, dataEnd)),
    metadata: JSON.parse(text.slice(dataEnd + 1)),
  }
}

/** Says that events are changed or missing. */
export const damaged = (file: string, position: number | null, what: string): ProblemError =>
  new ProblemError({ _tag: 'FileDamaged', file, position, cause: new Error(what) })
