import type { StreamName } from '../domain/ids.js'
import type { LedgerRecord } from '../stored/record.js'
import type { LaneHost } from './lane.js'

/** What a replay needs of its reactor. */
export interface ReplayHost
  extends Pick<LaneHost, 'ended' | 'react' | 'read' | 'waitAfter' | 'sleep' | 'park'> {
  readonly replayDue: (place: ReplayPlace, tries: number, detail: string, waitMs: number) => Promise<void>
  readonly replayed: (place: ReplayPlace) => Promise<void>
  readonly halt: (record: LedgerRecord, detail: string) => void
}

/** A record that is handled once more. */
export interface ReplayPlace {
  readonly stream: StreamName
  readonly revision: number
}

/** Handles one record again, outside the order of its pool, with the reactor's retries; afterwards it is done or parked. */
export const replay = async (
  host: ReplayHost,
  place: ReplayPlace,
  triesBefore: number,
  waitMs: number,
): Promise<void> => {
  let tries = triesBefore
  if (waitMs > 0) await host.sleep(waitMs)
  while (!host.ended()) {
    const record = (await host.read(place.stream, place.revision)).records[0]
    if (host.ended()) return
    if (record?.revision !== place.revision) return host.replayed(place)
    const reaction = await host.react(record, { number: tries + 1, replayed: true })
    if (host.ended() && reaction._tag !== 'Done') return
    tries += 1
    if (reaction._tag === 'Done') return host.replayed(place)
    if (reaction._tag === 'Halt') return host.halt(record, reaction.detail)
    const again = reaction._tag === 'Retry' ? host.waitAfter(tries, reaction) : undefined
    if (again === undefined) return host.park(record, tries, reaction.detail)
    await host.replayDue(place, tries, reaction.detail, again)
    await host.sleep(again)
  }
}
