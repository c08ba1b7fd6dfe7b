/** An event as a writer proposes it. */
export interface Proposed {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** An event as it lies in the log. `position` is a byte-like offset, `created` is in milliseconds since 1970. */
export interface Recorded extends Proposed {
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
  readonly created: number
}

/** What a writer says it expects: a rule, or the exact revision of the last event. */
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint

/** The last revision of a stream without events. */
export const NOTHING = -1n

/** The revision of a tombstone, and the `$tb` of a soft-deleted stream: 2^63 - 1, as the server has it. */
export const DELETED = 9223372036854775807n

/** `written` is 0 for an empty append and for a repeated one. A repeated append may have no position any more. */
export interface Appended {
  readonly _tag: 'Appended'
  readonly written: number
  readonly revision: bigint
  readonly position?: bigint
}

export interface Conflict {
  readonly _tag: 'WrongExpectedVersion'
  readonly expected: Expected
  readonly actual: bigint
}

interface Deleted {
  readonly _tag: 'StreamDeleted'
}

interface TooBig {
  readonly _tag: 'TooBig'
  readonly limit: number
}

export type AppendOutcome = Appended | Conflict | Deleted | TooBig

interface Removed {
  readonly _tag: 'Removed'
  readonly position: bigint
}

export type DeleteOutcome = Removed | Conflict | Deleted

export const metastreamOf = (stream: string): string => `$$${stream}`

export const isMetastream = (stream: string): boolean => stream.startsWith('$$')

export const originalOf = (metastream: string): string => metastream.slice(2)
