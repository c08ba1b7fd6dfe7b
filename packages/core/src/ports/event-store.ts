import type { Either } from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { AppendFailure, ReadFailure } from './failures.js'

/** The revision of a stream that has no events: what to expect when appending the first. */
export const NO_STREAM = -1

/**
 * A place in the whole log, across streams. Only order is promised: positions grow, with gaps of any size.
 * `START` lies before every event.
 */
export type Position = bigint

/** The position before the first event of the log. */
export const START: Position = -1n

/**
 * An event as it is given to a store. `data` and `metadata` are plain JSON and are not changed after the call. Ask for
 * the members by name: `id` and `type` may be computed, and then a copy by `{ ...event }` does not have them.
 */
export interface EventToAppend {
  /** A UUID. The same id at the same place means the same event. */
  readonly id: string
  readonly type: string
  readonly data: object
  readonly metadata: object
}

/** An event as a store gives it back. `data` and `metadata` are unknown until a codec has read them. */
export interface RecordedEvent {
  readonly stream: StreamName
  /** Number of the event in its stream, from 0, without gaps. */
  readonly revision: number
  readonly position: Position
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly metadata: unknown
}

/** Where the last event of an append lies. */
export interface Appended {
  readonly revision: number
  readonly position: Position
}

/** Which part of a stream to read: events from revision `from` (included) on, `limit` at the most. */
export interface ReadRange {
  readonly from: number
  readonly limit: number
}

/**
 * An append-only store of event streams. Every adapter passes the contract suite `eventStoreContract` of
 * `@seat-ledger/testing`, which states the rules below as tests.
 */
export interface EventStore {
  /**
   * Appends one or more events, all or none, if the stream's last revision is `expected` (`NO_STREAM` for none).
   * When the events with these very ids already follow `expected`, the append has happened before: it succeeds with
   * its first answer, also when more events have followed since, and nothing is written.
   */
  append(
    stream: StreamName,
    expected: number,
    events: readonly EventToAppend[],
  ): Promise<Either<AppendFailure, Appended>>
  /** Events in order. Fewer than `limit` means that the end was reached; a stream that does not exist is empty. */
  read(stream: StreamName, range: ReadRange): Promise<Either<ReadFailure, readonly RecordedEvent[]>>
}
