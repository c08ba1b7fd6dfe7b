import { NOTHING, type Recorded } from './model.js'
import type { Store } from './store.js'
import { firstVisible, isSoftDeleted, isTooOld } from './stream-metadata.js'

export type Direction = 'forwards' | 'backwards'
export type FromRevision = 'start' | 'end' | bigint
export type FromPosition = 'start' | 'end' | bigint

export type StreamRead =
  | { readonly _tag: 'Events'; readonly events: readonly Recorded[] }
  | { readonly _tag: 'NotFound' }
  | { readonly _tag: 'StreamDeleted' }

export type AllRead =
  | { readonly _tag: 'Events'; readonly events: readonly Recorded[] }
  | { readonly _tag: 'InvalidPosition' }

export type Accept = (event: Recorded) => boolean

/** Reads a stream from a revision, that one included. Truncated events are not there; past the head there are none. */
export const readStream = (
  store: Store,
  stream: string,
  from: FromRevision,
  direction: Direction,
  limit: number,
): StreamRead => {
  if (store.isTombstoned(stream)) return { _tag: 'StreamDeleted' }
  const metadata = store.metadataOf(stream)
  if (store.lastRevision(stream) === NOTHING || isSoftDeleted(metadata)) return { _tag: 'NotFound' }
  const last = store.lastRevision(stream)
  const oldest = firstVisible(metadata, last)
  const range =
    direction === 'forwards'
      ? { first: from === 'end' ? last + 1n : from === 'start' ? oldest : max(oldest, from), last }
      : { first: oldest, last: from === 'end' ? last : from === 'start' ? 0n : min(last, from) }
  const slice = store.log.stream(stream).slice(Number(range.first), Number(range.last) + 1)
  const now = store.now()
  const events = slice.filter((event) => !isTooOld(metadata, event, now))
  if (direction === 'backwards') events.reverse()
  return { _tag: 'Events', events: events.slice(0, limit) }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Whether its stream's metadata still shows the event. */
export const isVisible = (store: Store, event: Recorded): boolean => {
  const metadata = store.metadataOf(event.stream)
  const first = firstVisible(metadata, store.lastRevision(event.stream))
  return event.revision >= first && !isTooOld(metadata, event, store.now())
}

/** Reads the whole log: forwards from a position on, that one included; backwards strictly before it. */
export const readAll = (
  store: Store,
  from: FromPosition,
  direction: Direction,
  limit: number,
  accept: Accept,
): AllRead => {
  if (typeof from === 'bigint' && !store.log.isBoundary(from)) return { _tag: 'InvalidPosition' }
  const step = direction === 'forwards' ? 1 : -1
  const start = from === 'start' ? 0 : from === 'end' ? store.log.length : store.log.indexFrom(from)
  const events: Recorded[] = []
  for (let index = direction === 'forwards' ? start : start - 1; events.length < limit; index += step) {
    const event = store.log.at(index)
    if (event === undefined) break
    if (isShownInAll(event) && accept(event)) events.push(event)
  }
  return { _tag: 'Events', events }
}

/** `$all` hides the bookkeeping of persistent subscriptions to `$all`, or they would feed themselves. */
export const isShownInAll = (event: Recorded): boolean =>
  !event.stream.startsWith('$persistentsubscription-$all::')
