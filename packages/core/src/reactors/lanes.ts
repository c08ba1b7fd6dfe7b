import type { StreamName } from '../domain/ids.js'
import type { Position } from '../ports/event-store.js'
import type { LedgerRecord } from '../stored/record.js'
import type { Handling } from './handling.js'
import type { JournalKeeper } from './journal-keeper.js'
import { Lane, type LaneHost } from './lane.js'
import type { Life } from './life.js'
import { Shelf } from './shelf.js'

/** Pools that are being handled at once, at the most, unless they wait for a retry: beyond that the feed waits. */
const MAX_BUSY = 1_000
/** Pools in all: with so many behind, the other side is down, and nothing is gained by reading on. */
const MAX_LANES = 10_000
/** Records kept in memory, over all lanes. */
const MAX_KEPT = 4_096

/** The pools that have something to do, each in its lane. */
export class Lanes implements LaneHost {
  readonly handling: Handling
  readonly journal: JournalKeeper
  readonly handled: () => void
  private readonly life: Life
  private readonly start: (work: () => Promise<void>) => void
  private readonly lanes = new Map<StreamName, Lane>()
  private readonly shelf = new Shelf(MAX_KEPT)
  /** Lanes that stand in the journal and so hold nothing back. */
  private journaled = 0
  /** Revisions that a lane reached before the feed showed them. */
  private readonly ahead = new Map<StreamName, number>()

  constructor(
    parts: Pick<LaneHost, 'handling' | 'journal' | 'handled'> & { readonly life: Life },
    start: (work: () => Promise<void>) => void,
  ) {
    this.handling = parts.handling
    this.journal = parts.journal
    this.handled = parts.handled
    this.life = parts.life
    this.start = start
  }

  get size(): number {
    return this.lanes.size
  }

  /** Where every lane has handled what lies up to `shown`, or the journal knows of it. */
  handledUpTo(shown: Position): Position {
    let position = shown
    for (const lane of this.lanes.values()) {
      if (!lane.journaled && lane.bound < position) position = lane.bound
    }
    return position
  }

  /** Gives a record from the feed to its pool's lane; everything before `before` was shown earlier. */
  show(record: LedgerRecord, before: Position): void {
    const { stream, revision } = record
    const ahead = this.ahead.get(stream)
    if (ahead !== undefined && revision >= ahead) this.ahead.delete(stream)
    if (ahead !== undefined && revision <= ahead) return
    const known = this.lanes.get(stream)
    const lane = known ?? new Lane(stream, revision, before, this.shelf)
    lane.show(record)
    if (known === undefined) this.open(lane, 0)
  }

  /** Goes on with the pools that the journal knows to be behind. */
  resume(bound: Position): void {
    for (const { stream, revision, tries, retryAt } of [...this.journal.backlog.behind.values()]) {
      const lane = new Lane(stream as StreamName, revision, bound, this.shelf)
      lane.tries = tries
      lane.journaled = true
      this.journaled += 1
      this.open(lane, this.journal.until(retryAt))
    }
  }

  hasRoom = (): boolean => this.lanes.size < MAX_LANES && this.lanes.size - this.journaled < MAX_BUSY

  /** Only what the journal holds may be passed by the checkpoint: the lane is marked after the entry is recorded. */
  async fellBehind(lane: Lane, detail: string, waitMs: number): Promise<void> {
    const { stream, next: revision, tries } = lane
    await this.journal.fellBehind({ stream, revision }, tries, detail, waitMs)
    if (this.life.ended() || lane.journaled) return
    lane.journaled = true
    this.journaled += 1
    this.life.changed()
  }

  /** The other way round: the lane holds the checkpoint again before the entry goes. */
  caughtUp(lane: Lane): Promise<void> {
    const { stream, next } = lane
    lane.journaled = false
    this.journaled -= 1
    return this.journal.caughtUp({ stream, revision: next - 1 })
  }

  private open(lane: Lane, waitMs: number): void {
    this.lanes.set(lane.stream, lane)
    this.start(() => this.life.during((signal) => this.run(lane, waitMs, signal)))
  }

  private async run(lane: Lane, waitMs: number, signal: AbortSignal): Promise<void> {
    await lane.run(this, waitMs, signal)
    while (lane.next <= lane.seen && !this.life.ended()) await lane.run(this, 0, signal)
    if (this.life.ended()) return
    this.lanes.delete(lane.stream)
    if (lane.next - 1 > lane.seen) this.ahead.set(lane.stream, lane.next - 1)
  }
}
