import { randomUUID } from 'node:crypto'
import { type Checkpoints, type Position, type ReadFailure, START, type StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from './connection/connection.js'
import { checkpointStream } from './side-stream.js'
import { keepLast } from './store/keep-last.js'
import { readEvents } from './store/read.js'
import { write } from './store/write.js'
import { isPlausible } from './wire/places.js'

const SAVED = 'CheckpointSaved'

/** Checkpoints, each reader's in a stream of its own, of which the server keeps the last event. */
export const checkpointsOn = (connection: Connection): Checkpoints => {
  const bounded = new Set<string>()
  return {
    load: (reader) => load(connection, reader),
    save: async (reader, position) => {
      if (!isPlausible(position)) return E.left(refused(`${position} is no position`))
      const stream = checkpointStream(reader)
      const saved = await write(
        connection,
        { stream, expected: 'any', events: [checkpointEvent(position)] },
        // Any revision will do, so there is no conflict to be told of.
        { stream: stream as StreamName, expected: 0 },
      )
      if (E.isLeft(saved)) {
        const failure = saved.left
        return E.left('cause' in failure ? failure : refused(failure._tag))
      }
      if (!bounded.has(reader)) {
        bounded.add(reader)
        await keepLast(connection, stream, 1)
      }
      return E.right(undefined)
    },
  }
}

const checkpointEvent = (position: Position) =>
  ({
    id: randomUUID(),
    contentType: 'application/json',
    type: SAVED,
    data: { position: position.toString() },
    metadata: undefined,
  }) as const

const load = async (connection: Connection, reader: string): Promise<E.Either<ReadFailure, Position>> => {
  const last = await readEvents(connection, checkpointStream(reader), {
    direction: 'backwards',
    fromRevision: 'end',
    maxCount: 1,
  })
  if (E.isLeft(last)) return last
  const [event] = last.right
  if (event === undefined) return E.right(START)
  const position = positionIn(event.data)
  // To begin anew would do everything again that was ever done.
  return position === undefined ? E.left(refused('the checkpoint is unreadable')) : E.right(position)
}

const DIGITS = /^-?[0-9]{1,20}$/

const positionIn = (data: unknown): Position | undefined => {
  if (typeof data !== 'object' || data === null || !('position' in data)) return undefined
  if (typeof data.position !== 'string' || !DIGITS.test(data.position)) return undefined
  const position = BigInt(data.position)
  return isPlausible(position) ? position : undefined
}

const refused = (detail: string): ReadFailure => ({
  _tag: 'StoreRefused',
  detail: `EventStoreDB: ${detail}`,
  cause: undefined,
})
