import * as E from 'fp-ts/lib/Either.js'
import { LEDGER_PREFIX, type StreamName } from '../domain/ids.js'
import { type Instant, instantOf, millisecondsOf } from '../domain/instant.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import { Backoff } from '../projections/backoff.js'
import { CheckpointKeeper } from '../projections/checkpoint-keeper.js'
import { keepFollowing } from '../projections/keep-following.js'
import { type LedgerRecord, readRecord } from '../stored/record.js'
import type { JournalEntry } from './backlog.js'
import { Journal, type JournalFailure } from './journal.js'
import { Lane, type LaneHost } from './lane.js'
import type { Attempt, Reaction } from './reactor.js'
import { type ReplayHost, type ReplayPlace, replay } from './replays.js'
import type { Place, ReactorEnd, ReactorOptions, ReactorStatus, RunningReactor } from './running-reactor.js'
import { Slots } from './slots.js'

const PAGE = 50
/** Pools that are being handled at once, at the most, unless they wait for a retry: beyond that the feed waits. */
const MAX_LANES = 1_000
const CHECKPOINT_EVERY = 200
const DETAIL_LENGTH = 500

/** The moving parts of a running reactor; `startReactor` shows as much of them as callers may touch. */
export class ReactorLoop implements LaneHost, ReplayHost {
  skipped: ReturnType<RunningReactor['skipped']> = { count: 0, last: undefined }
  readonly journal: Journal
  private readonly options: ReactorOptions
  private readonly controller = new AbortController()
  private readonly slots: Slots
  private readonly checkpoints: CheckpointKeeper
  private readonly lanes = new Map<StreamName, Lane>()
  private readonly work = new Set<Promise<void>>()
  /** Revisions that a lane reached before the feed showed them. */
  private readonly ahead = new Map<StreamName, number>()
  private readonly watchers = new Set<() => void>()
  private shown: Position = START
  /** Lanes that stand in the journal and so hold nothing back. */
  private readonly waiting = new Set<StreamName>()
  private following = false
  private end: ReactorEnd | undefined
  private unsaved = false
  private saving: Promise<void> | undefined

  constructor(options: ReactorOptions) {
    const { platform, reactor, concurrency = 64, onInterruption } = options
    this.options = options
    this.slots = new Slots(concurrency)
    this.journal = new Journal(platform, reactor.name)
    this.checkpoints = new CheckpointKeeper({
      checkpoints: platform.checkpoints,
      clock: platform.clock,
      reader: `reactor-${reactor.name}`,
      every: CHECKPOINT_EVERY,
      signal: this.controller.signal,
      onFailure: (failure) => onInterruption?.(failure),
    })
  }

  /** Settles when the reactor has ended and its last handler is done; never rejects. */
  async run(): Promise<ReactorEnd> {
    try {
      const after = await this.open()
      if (!this.ended()) await this.follow(after)
      await this.atRest()
      await this.save()
    } catch (cause) {
      this.finish({ _tag: 'Failed', failure: { _tag: 'EngineDefect', cause } })
    }
    return this.finish({ _tag: 'Stopped' })
  }

  ended = (): boolean => this.controller.signal.aborted

  get status(): ReactorStatus {
    return this.end ?? { _tag: this.following ? 'Following' : 'Starting' }
  }

  /** Ends the reactor; the first reason stays. */
  finish(end: ReactorEnd): ReactorEnd {
    if (this.end !== undefined) return this.end
    this.end = end
    this.controller.abort()
    this.changed()
    return end
  }

  /** Everything up to here is handled, or stands in the journal. */
  position(): Position {
    let position = this.shown
    for (const lane of this.lanes.values()) {
      if (!lane.journaled && lane.bound < position) position = lane.bound
    }
    return position
  }

  settled(position: Position): Promise<E.Either<ReactorEnd, void>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const done =
          this.shown >= position && this.lanes.size === 0 && this.journal.backlog.replays.size === 0
        if (this.end === undefined && !done) return
        this.watchers.delete(look)
        resolve(this.end === undefined ? E.right(undefined) : E.left(this.end))
      }
      this.watchers.add(look)
      look()
    })
  }

  async replay(places: readonly Place[]): Promise<E.Either<JournalFailure | ReactorEnd, void>> {
    if (this.end !== undefined) return E.left(this.end)
    if (!this.following) return E.left({ _tag: 'Stopped' })
    const fresh = places.filter((place) => !this.journal.backlog.hasReplay(place))
    const failures = await Promise.all(
      fresh.map((place) => this.journal.write(this.replayEntry(place, 0, '', 0))),
    )
    const failure = failures.find((found) => found !== undefined)
    if (failure !== undefined) return E.left(failure)
    for (const place of fresh) this.startReplay(place, 0, 0)
    return E.right(undefined)
  }

  react = (record: LedgerRecord, attempt: Omit<Attempt, 'signal'>): Promise<Reaction> =>
    this.slots.use(async () => {
      if (this.ended()) return { _tag: 'Retry', detail: 'the reactor was stopped' }
      try {
        return await this.options.reactor.handle(record, { ...attempt, signal: this.controller.signal })
      } catch (cause) {
        return { _tag: 'Retry', detail: cause instanceof Error ? cause.message : 'the handler threw' }
      }
    })

  read: LaneHost['read'] = async (stream, from) => {
    const { eventStore, clock } = this.options.platform
    const backoff = new Backoff(clock, this.controller.signal)
    while (!this.ended()) {
      const page = await eventStore.read(stream, { from, limit: PAGE })
      if (E.isRight(page)) {
        const records = page.right.flatMap((recorded) =>
          E.match(
            () => [],
            (record: LedgerRecord) => [record],
          )(readRecord(recorded)),
        )
        return { records, next: (page.right.at(-1)?.revision ?? from - 1) + 1 }
      }
      this.options.onInterruption?.(page.left)
      await backoff.wait()
    }
    return { records: [], next: from }
  }

  waitAfter: LaneHost['waitAfter'] = (tries, { afterSeconds = 0 }) => {
    const { reactor, random = Math.random } = this.options
    const seconds = reactor.retryAfterSeconds[tries - 1]
    return seconds === undefined ? undefined : Math.max(seconds * (1 + random() / 10), afterSeconds) * 1_000
  }

  sleep = (milliseconds: number): Promise<void> =>
    this.options.platform.clock.sleep(milliseconds, this.controller.signal)

  /** Only what the journal holds may be passed by the checkpoint: the lane is marked after the entry is recorded. */
  fellBehind: LaneHost['fellBehind'] = async (lane, detail, waitMs) => {
    const { stream, next, tries } = lane
    const retryAt = this.in(waitMs)
    await this.record({
      type: 'FellBehind',
      stream,
      revision: next,
      tries,
      retryAt,
      detail: cut(detail),
      at: this.in(0),
    })
    if (this.ended()) return
    lane.journaled = true
    this.waiting.add(stream)
  }

  /** The other way round: the lane holds the checkpoint again before the entry goes. */
  caughtUp: LaneHost['caughtUp'] = (lane) => {
    const { stream, next } = lane
    lane.journaled = false
    this.waiting.delete(stream)
    return this.record({ type: 'CaughtUp', stream, revision: next - 1, at: this.in(0) })
  }

  park: LaneHost['park'] = ({ stream, revision }, tries, detail) =>
    this.record({ type: 'Parked', stream, revision, tries, detail: cut(detail), at: this.in(0) })

  halt: LaneHost['halt'] = ({ stream, revision }, detail) => {
    this.finish({ _tag: 'Halted', stream, revision, detail: cut(detail) })
  }

  replayDue: ReplayHost['replayDue'] = (place, tries, detail, waitMs) =>
    this.record(this.replayEntry(place, tries, detail, waitMs))

  replayed: ReplayHost['replayed'] = ({ stream, revision }) =>
    this.record({ type: 'Replayed', stream, revision, at: this.in(0) })

  private async open(): Promise<Position> {
    const failure = await this.journal.open()
    if (failure !== undefined) this.finish({ _tag: 'Failed', failure })
    const after = await this.checkpoints.load()
    if (this.ended()) return after
    this.shown = after
    this.following = true
    const { behind, replays } = this.journal.backlog
    for (const { stream, revision, tries, retryAt } of [...behind.values()]) {
      const lane = new Lane(stream as StreamName, revision, after)
      lane.tries = tries
      lane.journaled = true
      this.waiting.add(lane.stream)
      this.startLane(lane, this.until(retryAt))
    }
    for (const { stream, revision, tries, retryAt } of [...replays.values()]) {
      this.startReplay({ stream: stream as StreamName, revision }, tries, this.until(retryAt))
    }
    return after
  }

  private async follow(after: Position): Promise<void> {
    const { platform, onInterruption } = this.options
    const { signal } = this.controller
    const onFailure = (failure: Parameters<NonNullable<typeof onInterruption>>[0]): void =>
      onInterruption?.(failure)
    const following = {
      feed: platform.feed,
      clock: platform.clock,
      after,
      prefix: LEDGER_PREFIX,
      signal,
      onFailure,
    }
    for await (const message of keepFollowing(following)) {
      if (message._tag === 'Event') {
        this.show(message.event)
        if (this.checkpoints.isDue()) void this.save()
        while (!this.ended() && this.busy() >= MAX_LANES) await Promise.race(this.work)
      } else {
        if (message.position > this.shown) this.shown = message.position
        this.changed()
        void this.save()
      }
      if (signal.aborted) break
    }
  }

  private show(event: RecordedEvent): void {
    const before = this.shown
    this.shown = event.position
    const record = readRecord(event)
    if (E.isLeft(record)) {
      this.skipped = { count: this.skipped.count + 1, last: record.left }
      return
    }
    const { stream, revision } = record.right
    const ahead = this.ahead.get(stream)
    if (ahead !== undefined && revision >= ahead) this.ahead.delete(stream)
    if (ahead !== undefined && revision <= ahead) return
    const known = this.lanes.get(stream)
    const lane = known ?? new Lane(stream, revision, before)
    lane.show(record.right)
    if (known === undefined) this.startLane(lane, 0)
  }

  private startLane(lane: Lane, waitMs: number): void {
    this.lanes.set(lane.stream, lane)
    this.start(async () => {
      await lane.run(this, waitMs)
      while (lane.next <= lane.seen && !this.ended()) await lane.run(this, 0)
      if (this.ended()) return
      this.lanes.delete(lane.stream)
      if (lane.next - 1 > lane.seen) this.ahead.set(lane.stream, lane.next - 1)
    })
  }

  private startReplay(place: ReplayPlace, tries: number, waitMs: number): void {
    this.start(() => replay(this, place, tries, waitMs))
  }

  private start(body: () => Promise<void>): void {
    const work: Promise<void> = body()
      .catch((cause: unknown) => {
        this.finish({ _tag: 'Failed', failure: { _tag: 'EngineDefect', cause } })
      })
      .then(() => {
        this.work.delete(work)
        this.changed()
        if (this.lanes.size === 0) void this.save()
      })
    this.work.add(work)
  }

  /** Lanes that hold the checkpoint back. */
  private busy(): number {
    return this.lanes.size - this.waiting.size
  }

  private async atRest(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work)
  }

  private save(): Promise<void> {
    this.unsaved = true
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined
    })
    return this.saving
  }

  private async saveAll(): Promise<void> {
    while (this.unsaved) {
      this.unsaved = false
      await this.checkpoints.save(this.position())
    }
  }

  private async record(entry: JournalEntry): Promise<void> {
    const failure = await this.journal.write(entry)
    if (failure !== undefined) this.finish({ _tag: 'Failed', failure })
  }

  private replayEntry(
    { stream, revision }: ReplayPlace,
    tries: number,
    detail: string,
    waitMs: number,
  ): JournalEntry {
    return {
      type: 'ReplayDue',
      stream,
      revision,
      tries,
      retryAt: this.in(waitMs),
      detail: cut(detail),
      at: this.in(0),
    }
  }

  private changed(): void {
    for (const look of [...this.watchers]) look()
  }

  private in(milliseconds: number): Instant {
    return instantOf(this.options.platform.clock.now() + milliseconds)
  }

  private until(instant: Instant): number {
    return Math.max(0, millisecondsOf(instant) - this.options.platform.clock.now())
  }
}

const cut = (detail: string): string => detail.slice(0, DETAIL_LENGTH)
