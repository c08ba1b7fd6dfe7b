import * as E from 'fp-ts/lib/Either.js'
import { LEDGER_PREFIX } from '../domain/ids.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import { readRecord } from '../stored/record.js'
import { CheckpointKeeper } from './checkpoint-keeper.js'
import { type FollowedMessage, keepFollowing } from './keep-following.js'
import type {
  Interruption,
  ProjectionEnd,
  ProjectionOptions,
  ProjectionStatus,
  RunningProjection,
  WaitTimedOut,
} from './running-projection.js'
import { Waiters } from './waiters.js'

/** The moving parts of a running projection; `startProjection` shows as much of them as callers may touch. */
export class ProjectionLoop<State> {
  state: State
  status: ProjectionStatus
  position: Position
  skipped: ReturnType<RunningProjection<State>['skipped']>
  readonly ready: Promise<E.Either<ProjectionEnd, void>>
  private readonly options: ProjectionOptions<State>
  private readonly controller: AbortController
  private readonly waiters: Waiters<ProjectionEnd>
  private readonly checkpoints: CheckpointKeeper | undefined
  private settleReady: (outcome: E.Either<ProjectionEnd, void>) => void
  private end: ProjectionEnd | undefined

  constructor(options: ProjectionOptions<State>) {
    this.options = options
    this.state = options.projection.initial()
    this.status = { _tag: 'CatchingUp' }
    this.position = START
    this.skipped = { count: 0, last: undefined }
    this.settleReady = () => {}
    this.ready = new Promise((resolve) => {
      this.settleReady = resolve
    })
    this.controller = new AbortController()
    this.waiters = new Waiters(options.clock)
    this.checkpoints = this.keeper()
    this.end = undefined
  }

  abort(): void {
    this.controller.abort()
  }

  async waitFor(
    position: Position,
    timeoutMs: number,
  ): Promise<E.Either<WaitTimedOut | ProjectionEnd, Position>> {
    if (position <= this.position) return E.right(this.position)
    if (this.end !== undefined) return E.left(this.end)
    const outcome = await this.waiters.wait(position, timeoutMs)
    if (outcome._tag === 'Reached') return E.right(outcome.position)
    return E.left(outcome._tag === 'Ended' ? outcome.end : { _tag: 'TimedOut', position: this.position })
  }

  /** Resolves when the projection has ended; never rejects. */
  async run(): Promise<void> {
    const end = await this.follow().catch((cause: unknown): ProjectionEnd => this.broken(cause))
    this.controller.abort()
    this.end = end
    this.status = end
    this.settleReady(E.left(end))
    this.waiters.end(end)
  }

  private async follow(): Promise<ProjectionEnd> {
    const after = (await this.checkpoints?.load()) ?? START
    this.reach(after)
    const end = await this.drain(after)
    await this.checkpoints?.save(this.position)
    return end
  }

  private async drain(after: Position): Promise<ProjectionEnd> {
    const { feed, clock } = this.options
    const { signal } = this.controller
    const onFailure = (failure: Interruption): void => this.interrupted(failure)
    const following = { feed, clock, after, prefix: LEDGER_PREFIX, signal, onFailure }
    for await (const message of keepFollowing(following)) {
      const end = message._tag === 'Event' ? this.handle(message.event) : undefined
      if (end !== undefined) return end
      const saving = this.handled(message)
      if (saving !== undefined) await saving
      if (signal.aborted) break
    }
    return { _tag: 'Stopped' }
  }

  private handle(event: RecordedEvent): ProjectionEnd | undefined {
    const record = readRecord(event)
    if (E.isRight(record)) {
      this.state = this.options.projection.evolve(this.state, record.right)
      return undefined
    }
    if (this.options.onUnreadable === 'stop') return { _tag: 'Failed', failure: record.left }
    this.skipped = { count: this.skipped.count + 1, last: record.left }
    return undefined
  }

  /** Something to wait for when a checkpoint is due. */
  private handled(message: FollowedMessage): Promise<void> | undefined {
    if (message._tag === 'Event') {
      this.reach(message.event.position)
      if (this.status._tag === 'Interrupted') this.status = { _tag: 'CatchingUp' }
      return this.checkpoints?.isDue() === true ? this.checkpoints.save(this.position) : undefined
    }
    this.reach(message.position)
    if (this.status._tag !== 'Live') this.status = { _tag: 'Live' }
    this.settleReady(E.right(undefined))
    return this.checkpoints?.save(this.position)
  }

  private reach(position: Position): void {
    if (position > this.position) this.position = position
    this.waiters.reached(this.position)
  }

  private interrupted(failure: Interruption): void {
    this.status = { _tag: 'Interrupted', failure }
    this.options.onInterruption?.(failure)
  }

  private broken(cause: unknown): ProjectionEnd {
    return { _tag: 'Failed', failure: { _tag: 'ProjectionBroken', position: this.position, cause } }
  }

  private keeper(): CheckpointKeeper | undefined {
    const { checkpoints, checkpointEvery, clock, projection, onInterruption } = this.options
    if (checkpoints === undefined) return undefined
    return new CheckpointKeeper({
      checkpoints,
      clock,
      reader: projection.name,
      every: checkpointEvery ?? 1_000,
      signal: this.controller.signal,
      onFailure: (failure) => onInterruption?.(failure),
    })
  }
}
