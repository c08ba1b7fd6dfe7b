import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { EventStore, Feed, ReadFailure, RecordedEvent, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Line, linesOf } from '../verify/line-reader.js'
import { eventOf } from '../verify/parse-line.js'
import { endsOf } from './ends-of-file.js'

/** An export as something to ask: reading only, and unverified. */
export interface ExportReader {
  /** Refuses every append. A stream that is read on from where the last page ended costs one pass over the file. */
  readonly eventStore: EventStore
  /** Positions are the numbers of the lines. Says that it has caught up at the end of the file, and ends. */
  readonly feed: Feed
  /** Whether its end is there. Only verifying shows whether the rest is. */
  readonly isWhole: boolean
}

/** Lines of a file in batches. `onBytes` is told how many bytes were read. */
export const fileLines = (
  path: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncIterable<readonly Line[]> => linesOf(chunksOf(path, onBytes))

async function* chunksOf(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    onBytes(chunk.length)
    yield chunk
  }
}

/** Reads an export as a store and a feed. Left when the file cannot be read, or is no export. A pipe is taken as it comes. */
export const readExport = async (path: string): Promise<E.Either<ReadFailure, ExportReader>> => {
  try {
    const isPipe = (await stat(path)).isFIFO()
    const { isExport, isWhole } = isPipe ? { isExport: true, isWhole: true } : await endsOf(path)
    if (isExport) return E.right({ eventStore: storeOf(path), feed: feedOf(path), isWhole })
    return E.left(unreadable(new Error(`${path} does not begin as an export does`)))
  } catch (cause) {
    return E.left(unreadable(cause))
  }
}

const unreadable = (cause: unknown): ReadFailure => ({
  _tag: 'StoreRefused',
  detail: 'The export cannot be read',
  cause,
})

/** Every event of the file, or of one stream, in batches of its lines. Lines that do not even hold the stream's name are not read. */
async function* eventsOf(
  path: string,
  stream?: StreamName,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const name = stream === undefined ? undefined : `"stream":"${stream}"`
  for await (const lines of fileLines(path)) {
    const events: RecordedEvent[] = []
    for (const { text } of lines) {
      const event = name === undefined || text.includes(name) ? recordedOf(text) : undefined
      if (event !== undefined) events.push(event)
    }
    yield events
  }
}

const recordedOf = (line: string): RecordedEvent | undefined => {
  const read = eventOf(line)
  if (read === undefined) return undefined
  const { number, stream, revision, hash, event } = read
  const { id, type, data, metadata } = event
  return {
    stream: stream as StreamName,
    revision,
    position: BigInt(number),
    id: String(id),
    type: String(type),
    data,
    metadata: hash === null || typeof metadata !== 'object' ? metadata : { ...metadata, hash },
  }
}

const feedOf = (path: string): Feed => ({
  async *follow({ after, prefix, signal }) {
    let position = after
    try {
      for await (const events of eventsOf(path)) {
        for (const event of events) {
          if (signal.aborted) return
          if (event.position <= after || !event.stream.startsWith(prefix)) continue
          position = event.position
          yield { _tag: 'Event', event }
        }
      }
      yield { _tag: 'CaughtUp', position }
    } catch (cause) {
      yield { _tag: 'Failed', failure: unreadable(cause) }
    }
  },
})

/** A stream on its way through the file. */
interface Reading {
  readonly stream: StreamName
  readonly batches: AsyncIterator<readonly RecordedEvent[]>
  next: number
  held: RecordedEvent[]
}

const storeOf = (path: string): EventStore => {
  let reading: Reading | undefined
  return {
    append: async () =>
      E.left({ _tag: 'StoreRefused', detail: 'An export cannot be written to', cause: undefined }),
    read: async (stream, { from, limit }) => {
      if (reading === undefined || reading.stream !== stream || reading.next !== from) {
        await reading?.batches.return?.()
        reading = { stream, batches: eventsOf(path, stream)[Symbol.asyncIterator](), next: from, held: [] }
      }
      try {
        return E.right(await pageOf(reading, limit))
      } catch (cause) {
        return E.left(unreadable(cause))
      }
    },
  }
}

const pageOf = async (reading: Reading, limit: number): Promise<readonly RecordedEvent[]> => {
  const { stream, next, batches } = reading
  while (reading.held.length < limit) {
    const batch = await batches.next()
    if (batch.done === true) break
    reading.held.push(...batch.value.filter((event) => event.stream === stream && event.revision >= next))
  }
  const page = reading.held.slice(0, limit)
  reading.held = reading.held.slice(limit)
  reading.next = next + page.length
  return page
}
