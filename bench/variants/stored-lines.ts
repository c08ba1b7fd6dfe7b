import type { EventStore, Platform, RecordedEvent } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import { EngineWorld, orThrow, streamOf } from './engine.js'
import { peopleOf, runWorkload } from './engine-workload.js'
import type { RawEvent } from './raw.js'

/** What a line holds, as a durable store would write it. */
type Line = Omit<RecordedEvent, 'position'> & { readonly position: number }

/** The workload's ledger as the engine recorded it, one line per event. */
export const jsonLinesOf = async (pool: string, seats: number): Promise<readonly string[]> => {
  const world = new EngineWorld()
  await world.open(pool, seats)
  await runWorkload(world, peopleOf(pool, seats), 1)
  const events = orThrow(
    await world.platform.eventStore.read(streamOf(pool), { from: 0, limit: Number.MAX_SAFE_INTEGER }),
  )
  return events.map((event) => JSON.stringify({ ...event, position: Number(event.position) } satisfies Line))
}

export const recordedOf = (line: Line): RecordedEvent => ({
  stream: line.stream,
  revision: line.revision,
  position: BigInt(line.position),
  id: line.id,
  type: line.type,
  data: line.data,
  metadata: line.metadata,
})

/** A platform whose store holds one stream, as text, and parses what is read. */
export const linesPlatform = (lines: readonly string[]): Platform => {
  const read: EventStore['read'] = async (_, { from, limit }) =>
    E.right(lines.slice(from, from + limit).map((line) => recordedOf(JSON.parse(line))))
  const platform = memoryPlatform()
  return { ...platform, eventStore: { ...platform.eventStore, read } }
}

interface RawLine {
  readonly data: {
    readonly type: string
    readonly seatId: string
    readonly email: string
    readonly invitation: { readonly number: number; readonly expiresAt: string }
    readonly holder: { readonly customerId: string }
    readonly at: string
  }
}

/** The raw loop's event of a line, believed as it is. */
export const rawEventOf = ({ data }: RawLine): RawEvent | undefined => {
  const { type, seatId, at } = data
  switch (type) {
    case 'Assigned':
      return {
        type,
        seatId,
        email: data.email,
        invitation: data.invitation.number,
        expiresAt: data.invitation.expiresAt,
        at,
      }
    case 'Claimed':
      return { type, seatId, holder: data.holder.customerId, at }
    case 'Revoked':
      return { type, seatId, at }
    default:
      return undefined
  }
}
