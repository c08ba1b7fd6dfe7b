import type { EventToAppend, StreamName } from '@seat-ledger/core'

/**
 * Every event, held once and found twice: by its place in the log and by its place in its stream. All arrays only grow,
 * so an event's index is its position or its revision. What a store adds to an event lies in arrays beside it: an object
 * per event would take twice the memory.
 */
export interface MemoryLog {
  readonly events: EventToAppend[]
  /** By position: the event's stream. */
  readonly streams: StreamName[]
  /** By position: the event's revision. */
  readonly revisions: number[]
  /** By stream and revision: the event's position. */
  readonly positions: Map<StreamName, number[]>
  /** Called once, at the next append. */
  readonly waiting: Set<() => void>
}

export const emptyLog = (): MemoryLog => ({
  events: [],
  streams: [],
  revisions: [],
  positions: new Map(),
  waiting: new Set(),
})
