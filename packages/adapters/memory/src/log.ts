import type { RecordedEvent, StreamName } from '@seat-ledger/core'

/**
 * Every event, held once and found twice: by its place in the log and by its place in its stream. Both arrays only
 * grow, so an event's index in them is its position and its revision.
 */
export interface MemoryLog {
  readonly events: RecordedEvent[]
  readonly streams: Map<StreamName, RecordedEvent[]>
  /** Called once, at the next append. */
  readonly waiting: Set<() => void>
}

export const emptyLog = (): MemoryLog => ({ events: [], streams: new Map(), waiting: new Set() })
