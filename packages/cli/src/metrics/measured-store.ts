import type { EventStore } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Metrics } from './metrics.js'

/** The same store, with its lost races and failures counted: the engine tries them again and says nothing of them. */
export const measuredStore = (
  store: EventStore,
  metrics: Pick<Metrics, 'conflicts' | 'storeFailures'>,
): EventStore => ({
  append: async (stream, expected, events) => {
    const appended = await store.append(stream, expected, events)
    if (E.isRight(appended)) return appended
    const { _tag } = appended.left
    if (_tag === 'WrongRevision') metrics.conflicts.inc()
    else metrics.storeFailures.inc({ operation: 'append', failure: _tag })
    return appended
  },
  read: async (stream, range) => {
    const read = await store.read(stream, range)
    if (E.isLeft(read)) metrics.storeFailures.inc({ operation: 'read', failure: read.left._tag })
    return read
  },
})
