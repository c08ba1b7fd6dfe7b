import type { Handling } from './handling.js'
import type { JournalKeeper } from './journal-keeper.js'
import type { Place } from './running-reactor.js'

/** What a replay needs of its reactor. */
interface ReplayHost {
  readonly handling: Handling
  readonly journal: JournalKeeper
}

/** Handles one record again, outside the order of its pool, with the reactor's retries; afterwards it is done or parked. */
export const replay = async (
  host: ReplayHost,
  place: Place,
  triesBefore: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const { handling } = host
  let tries = triesBefore
  let wait: number | undefined = waitMs
  while (wait !== undefined) {
    if (wait > 0) await handling.sleep(wait, signal)
    if (handling.ended()) return
    wait = await handling.inTurn(() => once(host, place, tries, signal))
    tries += 1
  }
}

/** One try; the wait until the next, or undefined when there is none. */
const once = async (
  { handling, journal }: ReplayHost,
  place: Place,
  triesBefore: number,
  signal: AbortSignal,
): Promise<number | undefined> => {
  const [record] = (await handling.read(place.stream, { from: place.revision, limit: 1 }, signal)).records
  if (handling.ended()) return undefined
  if (record?.revision !== place.revision) return void (await journal.replayed(place))
  const tries = triesBefore + 1
  const reaction = await handling.react(record, { number: tries, replayed: true, signal })
  if (reaction._tag === 'Done') return void (await journal.replayed(place))
  if (handling.ended()) return undefined
  if (reaction._tag === 'Halt') return void journal.halt(record, reaction.detail)
  const again = reaction._tag === 'Retry' ? handling.waitAfter(tries, reaction) : undefined
  if (again === undefined) await journal.park(record, tries, reaction.detail)
  else await journal.replayDue(place, tries, reaction.detail, again)
  return again
}
