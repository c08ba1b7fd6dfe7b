import type { StreamName } from '../domain/ids.js'
import type { Position } from '../ports/event-store.js'
import type { LedgerRecord } from '../stored/record.js'
import type { Handling } from './handling.js'
import type { JournalKeeper } from './journal-keeper.js'
import type { Reaction } from './reactor.js'
import type { Shelf } from './shelf.js'

/** Records kept in memory per pool; what comes beyond is read from the store when its turn comes. */
const MAX_KEPT = 32
/** Records that a pool that is behind reads and handles in one turn. */
const PAGE = 16
/** A pool that is behind says so anew after so many records, so that a restart repeats no more than these. */
const PROGRESS = 100
/** How long to wait for a store that does not yet read what its feed has shown. */
const STORE_LAG_MS = 50

/** What a lane needs of its reactor. */
export interface LaneHost {
  readonly handling: Handling
  readonly journal: JournalKeeper
  /** A record is handled or put aside. */
  readonly handled: () => void
  /** Records that the pool is behind, and marks the lane as `journaled`. */
  readonly fellBehind: (lane: Lane, detail: string, waitMs: number) => Promise<void>
  /** Takes that mark from the lane, and records that the pool is with the feed. */
  readonly caughtUp: (lane: Lane) => Promise<void>
}

/** What came of a turn: how long to wait before the next, in milliseconds, or that there is nothing more to do. */
type Turn = number | 'idle'

/** One pool's records on their way through the handler, in order. Lives for as long as there is something to do. */
export class Lane {
  readonly stream: StreamName
  /** The revision to be handled next, after `tries` failed ones. */
  next: number
  tries = 0
  /** The last revision that the feed has shown. */
  seen: number
  /** Whether the journal knows that this pool is behind; if not, the checkpoint must not pass `bound`. */
  journaled = false
  /** A position up to which everything of this pool is handled. */
  bound: Position
  private readonly kept: LedgerRecord[] = []
  /** The revision that is being handled of those kept; null when nothing may be kept: its turn comes from the store. */
  private current: number | null | undefined
  private readonly shelf: Shelf

  constructor(stream: StreamName, next: number, bound: Position, shelf: Shelf) {
    this.stream = stream
    this.next = next
    this.seen = next - 1
    this.bound = bound
    this.shelf = shelf
  }

  /** Takes note of a record that the feed shows. */
  show(record: LedgerRecord): void {
    this.seen = Math.max(this.seen, record.revision)
    if (this.journaled || this.current === null || this.kept.length === MAX_KEPT) return
    const last = this.kept.at(-1)?.revision ?? this.current ?? this.next - 1
    if (record.revision === last + 1 && this.shelf.take()) this.kept.push(record)
  }

  /**
   * Handles what there is, after `waitMs`. Settles when the lane is with the feed, or its reactor has ended. The feed may
   * show more while this settles: who runs a lane looks whether `next` has come to lie behind `seen`.
   */
  async run(host: LaneHost, waitMs: number, signal: AbortSignal): Promise<void> {
    const { handling } = host
    const work = (): Promise<Turn> => this.turn(host, signal)
    let turn: Turn = waitMs
    while (turn !== 'idle') {
      if (turn > 0) await handling.sleep(turn, signal)
      if (handling.ended()) return
      turn = await handling.inTurn(work)
    }
    if (this.journaled && !handling.ended()) await host.caughtUp(this)
  }

  private async turn(host: LaneHost, signal: AbortSignal): Promise<Turn> {
    const record = this.kept.shift()
    this.current = record === undefined ? null : record.revision
    if (record !== undefined) this.shelf.giveBack(1)
    const turn = await (record === undefined ? this.readOn(host, signal) : this.handle(host, record, signal))
    this.current = undefined
    return turn
  }

  private async readOn(host: LaneHost, signal: AbortSignal): Promise<Turn> {
    if (!this.journaled && this.next > this.seen) return 'idle'
    const from = this.next
    // What failed is tried alone: nothing is gained by reading what waits behind it.
    const range = { from, limit: this.tries > 0 ? 1 : PAGE }
    const page = await host.handling.read(this.stream, range, signal)
    for (const record of page.records) {
      const wait = await this.handle(host, record, signal)
      if (this.next <= record.revision) return wait
    }
    this.next = page.next
    if (page.next > from) return 0
    return this.next > this.seen ? 'idle' : STORE_LAG_MS
  }

  private async handle(host: LaneHost, record: LedgerRecord, signal: AbortSignal): Promise<number> {
    const reaction = await host.handling.react(record, { number: this.tries + 1, replayed: false, signal })
    if (reaction._tag !== 'Done' && host.handling.ended()) return 0
    switch (reaction._tag) {
      case 'Done':
        break
      case 'Park':
        await host.journal.park(record, this.tries + 1, reaction.detail)
        break
      case 'Halt':
        host.journal.halt(record, reaction.detail)
        return 0
      case 'Retry': {
        const waitMs = await this.failed(host, record, reaction)
        if (waitMs !== undefined) return waitMs
      }
    }
    this.next = record.revision + 1
    this.tries = 0
    this.bound = record.position
    host.handled()
    if (this.journaled && this.next % PROGRESS === 0) await host.fellBehind(this, '', 0)
    return 0
  }

  /** The wait until the next try; undefined when the record was parked. */
  private async failed(
    host: LaneHost,
    record: LedgerRecord,
    reaction: Extract<Reaction, { _tag: 'Retry' }>,
  ): Promise<number | undefined> {
    this.tries += 1
    const waitMs = host.handling.waitAfter(this.tries, reaction)
    if (waitMs === undefined) {
      await host.journal.park(record, this.tries, reaction.detail)
      return undefined
    }
    this.current = null
    this.shelf.giveBack(this.kept.splice(0).length)
    await host.fellBehind(this, reaction.detail, waitMs)
    return waitMs
  }
}
