import type { StreamName } from '../domain/ids.js'
import type { Position } from '../ports/event-store.js'
import type { LedgerRecord } from '../stored/record.js'
import type { Attempt, Reaction } from './reactor.js'

/** Records kept in memory per pool; what comes beyond is read from the store when its turn comes. */
const MAX_KEPT = 32
/** A pool that is behind says so anew after so many records, so that a restart repeats no more than these. */
const PROGRESS = 100

/** How long to wait for a store that does not yet read what its feed has shown. */
const STORE_LAG_MS = 50

/** What a lane needs of its reactor. After `ended()` nothing that it asks for matters any more. */
export interface LaneHost {
  readonly ended: () => boolean
  readonly react: (record: LedgerRecord, attempt: Omit<Attempt, 'signal'>) => Promise<Reaction>
  /** Records from a revision on, in order, and the revision behind what was read. */
  readonly read: (
    stream: StreamName,
    from: number,
  ) => Promise<{ readonly records: readonly LedgerRecord[]; readonly next: number }>
  /** The wait after so many failed tries, in milliseconds; undefined when there is to be no other try. */
  readonly waitAfter: (tries: number, reaction: Extract<Reaction, { _tag: 'Retry' }>) => number | undefined
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Records that the pool is behind, and marks the lane as `journaled`. */
  readonly fellBehind: (lane: Lane, detail: string, waitMs: number) => Promise<void>
  /** Takes that mark from the lane, and records that the pool is with the feed. */
  readonly caughtUp: (lane: Lane) => Promise<void>
  readonly park: (record: LedgerRecord, tries: number, detail: string) => Promise<void>
  readonly halt: (record: LedgerRecord, detail: string) => void
}

/** One pool's records on their way through the handler, in order. Lives for as long as there is something to do. */
export class Lane {
  readonly stream: StreamName
  /** The revision to be handled next, after `tries` failed ones. */
  next: number
  tries: number
  /** The last revision that the feed has shown. */
  seen: number
  /** Whether the journal knows that this pool is behind; if not, the checkpoint must not pass `bound`. */
  journaled: boolean
  /** A position up to which everything of this pool is handled. */
  bound: Position
  private readonly kept: LedgerRecord[] = []

  constructor(stream: StreamName, next: number, bound: Position) {
    this.stream = stream
    this.next = next
    this.tries = 0
    this.seen = next - 1
    this.journaled = false
    this.bound = bound
  }

  /** Takes note of a record that the feed shows. */
  show(record: LedgerRecord): void {
    this.seen = Math.max(this.seen, record.revision)
    const inOrder = record.revision === this.next + this.kept.length
    if (inOrder && !this.journaled && this.kept.length < MAX_KEPT) this.kept.push(record)
  }

  /**
   * Handles what there is, after `waitMs`. Settles when the lane is with the feed, or its reactor has ended. The feed may
   * show more while this settles: who runs a lane looks whether `next` has come to lie behind `seen`.
   */
  async run(host: LaneHost, waitMs: number): Promise<void> {
    if (waitMs > 0) await host.sleep(waitMs)
    while (!host.ended()) {
      if (await this.step(host)) continue
      if (this.next > this.seen) break
      await host.sleep(STORE_LAG_MS)
    }
    if (this.journaled && !host.ended()) await host.caughtUp(this)
  }

  /** One record, or one page from the store; false when there is nothing more to do. */
  private async step(host: LaneHost): Promise<boolean> {
    const record = this.kept.shift()
    if (record !== undefined) {
      await this.handle(host, record)
      return true
    }
    if (!this.journaled && this.next > this.seen) return false
    const from = this.next
    const page = await host.read(this.stream, from)
    for (const read of page.records) {
      if (host.ended() || read.revision < this.next) break
      await this.handle(host, read)
      if (this.next <= read.revision) break
    }
    const handledAll = this.next === (page.records.at(-1)?.revision ?? from - 1) + 1
    if (handledAll) this.next = page.next
    return page.next > from
  }

  private async handle(host: LaneHost, record: LedgerRecord): Promise<void> {
    const reaction = await host.react(record, { number: this.tries + 1, replayed: false })
    if (host.ended() && reaction._tag !== 'Done') return
    switch (reaction._tag) {
      case 'Done':
        return this.advance(host, record)
      case 'Park':
        await host.park(record, this.tries + 1, reaction.detail)
        return this.advance(host, record)
      case 'Halt':
        return host.halt(record, reaction.detail)
      case 'Retry':
        return this.retry(host, record, reaction)
    }
  }

  private async retry(
    host: LaneHost,
    record: LedgerRecord,
    reaction: Extract<Reaction, { _tag: 'Retry' }>,
  ): Promise<void> {
    this.tries += 1
    const waitMs = host.waitAfter(this.tries, reaction)
    if (waitMs === undefined) {
      await host.park(record, this.tries, reaction.detail)
      return this.advance(host, record)
    }
    this.kept.length = 0
    await host.fellBehind(this, reaction.detail, waitMs)
    await host.sleep(waitMs)
  }

  private async advance(host: LaneHost, record: LedgerRecord): Promise<void> {
    this.next = record.revision + 1
    this.tries = 0
    this.bound = record.position
    if (this.journaled && this.next % PROGRESS === 0) await host.fellBehind(this, '', 0)
  }
}
