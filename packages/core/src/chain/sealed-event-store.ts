import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import { type EventStore, type EventToAppend, NO_STREAM } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Ids } from '../ports/ids.js'
import { LastSeals } from './last-seals.js'
import { hashOf, sealOf } from './seal.js'

/**
 * An event store whose ledgers are hash chains: what is appended through it carries in `metadata.hash` the seal of
 * `sealOf`. It stands between the engine and any store, so a group commit is sealed as one, and a store without it costs
 * nothing. The seal that an append follows is remembered for the streams in use, else one event is read. A stream that
 * was begun without seals is a chain from the first sealed event on. Events with the same ids must be the same in all,
 * metadata included: a repetition is sealed as the first time.
 */
export const sealedEventStore = (store: EventStore, ids: Pick<Ids, 'fingerprint'>): EventStore => {
  const lastSeals = new LastSeals()

  const sealAt = async (
    stream: StreamName,
    revision: number,
  ): Promise<E.Either<ReadFailure, string | null>> => {
    if (revision <= NO_STREAM) return E.right(null)
    const known = lastSeals.find(stream, revision)
    if (known !== undefined) return E.right(known)
    const read = await store.read(stream, { from: revision, limit: 1 })
    if (E.isLeft(read)) return read
    const hash = hashOf(read.right[0]?.metadata)
    // A repetition of an append whose outcome is unknown must not need a second read.
    if (hash !== null) lastSeals.remember(stream, revision, hash)
    return E.right(hash)
  }

  return {
    append: async (stream, expected, events) => {
      const previous = await sealAt(stream, expected)
      if (E.isLeft(previous)) return previous
      let hash = previous.right
      const sealed = events.map(({ id, type, data, metadata }, index): EventToAppend => {
        const revision = expected + 1 + index
        hash = sealOf(hash, { stream, revision, id, type, data, metadata }, ids.fingerprint)
        return { id, type, data, metadata: { ...metadata, hash } }
      })
      const appended = await store.append(stream, expected, sealed)
      if (E.isRight(appended) && hash !== null) lastSeals.remember(stream, expected + events.length, hash)
      return appended
    },
    read: (stream, range) => store.read(stream, range),
  }
}
