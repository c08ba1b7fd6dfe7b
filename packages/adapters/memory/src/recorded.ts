import type { RecordedEvent } from '@seat-ledger/core'
import type { MemoryLog } from './log.js'

/** The event at a place in the log, as a reader gets it; undefined beyond the end. */
export const recordedAt = (log: MemoryLog, position: number): RecordedEvent | undefined => {
  const event = log.events[position]
  const stream = log.streams[position]
  const revision = log.revisions[position]
  if (event === undefined || stream === undefined || revision === undefined) return undefined
  const { id, type, data, metadata } = event
  return { stream, revision, position: BigInt(position), id, type, data, metadata }
}
