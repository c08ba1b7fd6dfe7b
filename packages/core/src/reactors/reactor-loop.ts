import * as E from 'fp-ts/lib/Either.js'
import { LEDGER_PREFIX, type StreamName } from '../domain/ids.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import { CheckpointKeeper } from '../projections/checkpoint-keeper.js'
import { type FollowedMessage, keepFollowing } from '../projections/keep-following.js'
import { readRecord } from '../stored/record.js'
import { Handling } from './handling.js'
import { Journal, type JournalFailure } from './journal.js'
import { JournalKeeper } from './journal-keeper.js'
import { Lanes } from './lanes.js'
import { Life } from './life.js'
import { Progress } from './progress.js'
import { replay } from './replays.js'
import type { Place, ReactorEnd, ReactorOptions, RunningReactor } from './running-reactor.js'

const CHECKPOINT_EVERY = 200

/** The moving parts of a running reactor; `startReactor` shows as much of them as callers may touch. */
export class ReactorLoop {
  readonly life = new Life()
  readonly handling: Handling
  readonly journal: JournalKeeper
  skipped: ReturnType<RunningReactor['skipped']> = { count: 0, last: undefined }
  private readonly options: ReactorOptions
  private readonly log: Journal
  private readonly lanes: Lanes
  private readonly checkpoints: CheckpointKeeper
  private readonly progress: Progress
  private readonly work = new Set<Promise<void>>()
  private shown: Position = START

  constructor(options: ReactorOptions) {
    const { platform, reactor, onInterruption } = options
    const { life } = this
    this.options = options
    this.log = new Journal(platform, reactor.name)
    this.journal = new JournalKeeper(this.log, platform.clock, life)
    this.handling = new Handling(options, life)
    const handled = (): void => this.saveIfDue()
    const parts = { handling: this.handling, journal: this.journal, life, handled }
    this.lanes = new Lanes(parts, (work) => this.start(work))
    this.checkpoints = new CheckpointKeeper({
      checkpoints: platform.checkpoints,
      clock: platform.clock,
      reader: `reactor-${reactor.name}`,
      every: CHECKPOINT_EVERY,
      signal: life.signal,
      onFailure: (failure) => onInterruption?.(failure),
    })
    this.progress = new Progress(this.checkpoints, () => this.position())
  }

  /** Settles when the reactor has ended and its last handler is done; never rejects. */
  async run(): Promise<ReactorEnd> {
    try {
      const after = await this.open()
      if (!this.life.ended()) await this.follow(after)
      while (this.work.size > 0) await Promise.all(this.work)
      await this.progress.save()
    } catch (cause) {
      this.broke(cause)
    }
    return this.life.finish({ _tag: 'Stopped' })
  }

  /** Everything up to here is handled, or stands in the journal. */
  position(): Position {
    return this.lanes.handledUpTo(this.shown)
  }

  settled(position: Position): Promise<E.Either<ReactorEnd, void>> {
    const { replays } = this.journal.backlog
    return this.life.when(() => this.shown >= position && this.lanes.size === 0 && replays.size === 0)
  }

  async replay(places: readonly Place[]): Promise<E.Either<JournalFailure | ReactorEnd, void>> {
    const { status, end } = this.life
    if (status._tag !== 'Following') return E.left(end ?? { _tag: 'Stopped' })
    const fresh = places.filter((place) => !this.journal.backlog.hasReplay(place))
    const failure = await this.journal.wanted(fresh)
    if (failure !== undefined) return E.left(failure)
    for (const place of fresh) this.startReplay(place, 0, 0)
    return E.right(undefined)
  }

  private async open(): Promise<Position> {
    const failure = await this.log.open()
    if (failure !== undefined) this.life.finish({ _tag: 'Failed', failure })
    const after = await this.checkpoints.load()
    if (this.life.ended()) return after
    this.shown = after
    this.life.begin()
    this.lanes.resume(after)
    for (const { stream, revision, tries, retryAt } of [...this.journal.backlog.replays.values()]) {
      this.startReplay({ stream: stream as StreamName, revision }, tries, this.journal.until(retryAt))
    }
    return after
  }

  private async follow(after: Position): Promise<void> {
    const { feed, clock } = this.options.platform
    const { signal } = this.life
    const onFailure: ReactorOptions['onInterruption'] = (failure) => this.options.onInterruption?.(failure)
    const range = { feed, clock, after, prefix: LEDGER_PREFIX, signal, onFailure }
    for await (const message of keepFollowing(range)) {
      this.take(message)
      if (!this.lanes.hasRoom()) await this.life.when(this.lanes.hasRoom)
      if (signal.aborted) break
    }
  }

  private take(message: FollowedMessage): void {
    if (message._tag === 'Event') {
      this.show(message.event)
      return
    }
    if (message.position > this.shown) this.shown = message.position
    this.life.changed()
    // Other streams than ledgers move the log on too, the reactor's own among them: not worth a save each time.
    this.saveIfDue()
  }

  private saveIfDue(): void {
    if (this.checkpoints.isDue()) void this.progress.save()
  }

  private show(event: RecordedEvent): void {
    const before = this.shown
    this.shown = event.position
    const record = readRecord(event)
    if (E.isRight(record)) this.lanes.show(record.right, before)
    else this.skipped = { count: this.skipped.count + 1, last: record.left }
  }

  private startReplay(place: Place, tries: number, waitMs: number): void {
    this.start(() => this.life.during((signal) => replay(this, place, tries, waitMs, signal)))
  }

  private start(body: () => Promise<void>): void {
    const work: Promise<void> = body()
      .catch((cause: unknown) => this.broke(cause))
      .then(() => {
        this.work.delete(work)
        this.life.changed()
        if (this.lanes.size === 0) void this.progress.save()
      })
    this.work.add(work)
  }

  private broke(cause: unknown): void {
    this.life.finish({ _tag: 'Failed', failure: { _tag: 'EngineDefect', cause } })
  }
}
