import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import { instantOf } from '../domain/instant.js'
import type { Appended, Position } from '../ports/event-store.js'
import type { AppendFailure, AppendTooLarge } from '../ports/failures.js'
import type { Platform } from '../ports/platform.js'
import { Draft, type Verdict } from './draft.js'
import type { EngineFailure, Rejection } from './failures.js'
import { catchUp, emptyHead, type Head } from './head.js'
import type { Job } from './job.js'
import type { Outcome } from './outcome.js'
import { backoff, type RetryPolicy, settle } from './retry.js'
import type { SnapshotKeeper } from './snapshot-keeper.js'

/** What a job led to, and a position from which on every reader of the log sees it. */
export interface Settled {
  readonly outcome: Outcome
  readonly position: Position
}

/** A job's answer. */
export type Answer = E.Either<Rejection | EngineFailure, Settled>

/** A job, and whom to tell. */
export interface Waiting {
  readonly job: Job
  readonly answer: (answer: Answer) => void
}

/** What all commits of one ledger share. */
export interface CommitContext {
  readonly stream: StreamName
  readonly platform: Platform
  readonly retry: RetryPolicy
  readonly snapshots: SnapshotKeeper | undefined
}

/** A draft that has grown to this many events is appended before more jobs are decided. */
const MAX_EVENTS = 1_000

const NOBODY: readonly Waiting[] = Object.freeze([])

/** Where the jobs of one ledger wait. */
export interface Queue {
  /** The jobs to commit next, at most one append's worth; none when nobody waits. */
  take(): readonly Waiting[]
  /** Told when `take` gave none: the next job has to start the committer again. */
  idle(): void
}

/**
 * Commits the jobs of one ledger group by group: decides a batch on the ledger's state, appends its events, answers it.
 * A lost race is decided again on what the winner left behind.
 */
export class Committer {
  /** The state as last known here; undefined when nothing is known, or when it cannot be trusted any more. */
  head: Head | undefined
  /** The jobs of the batch that have no answer yet. */
  private rest: readonly Waiting[] = NOBODY
  /** How many jobs to put into one append; less once a store found an append too large. */
  private most = 0
  private conflicts = 0
  /**
   * Whether the store has been asked since the jobs arrived. Until then the state may be stale: an append would notice
   * that, a refusal would not, so no answer may rest on it.
   */
  private current = false

  private readonly stream: StreamName
  private readonly platform: Platform
  private readonly retry: RetryPolicy
  private readonly snapshots: SnapshotKeeper | undefined

  constructor({ stream, platform, retry, snapshots }: CommitContext) {
    this.stream = stream
    this.platform = platform
    this.retry = retry
    this.snapshots = snapshots
  }

  /** Commits batch after batch until nobody waits. Each job gets its answer; nothing is thrown. */
  async run(queue: Queue): Promise<void> {
    for (let batch = queue.take(); batch.length > 0; batch = queue.take()) {
      this.rest = batch
      this.most = batch.length
      this.conflicts = 0
      this.current = false
      try {
        while (this.rest.length > 0) {
          const head = this.head ?? (await this.open())
          if (head === undefined) break
          const draft = this.draft(head)
          // The usual way is not a method of its own: each async method costs a promise and a turn, 0.15 µs.
          if (draft.events.length > 0) {
            const result = await this.platform.eventStore.append(this.stream, head.revision, draft.events)
            if (E.isRight(result)) this.accept(head, draft, result.right)
            else await this.recover(head, draft, result.left)
          } else if (!draft.restsOnState || this.current || (await this.refresh(head)) === head) {
            this.answer(draft.verdicts, head.position)
          }
        }
      } catch (cause) {
        this.abandon({ _tag: 'EngineDefect', cause })
      }
      if (this.head !== undefined) this.snapshots?.consider(this.head)
    }
    queue.idle()
  }

  private async open(): Promise<Head | undefined> {
    return this.refresh((await this.snapshots?.open()) ?? emptyHead())
  }

  private draft(head: Head): Draft {
    const milliseconds = this.platform.clock.now()
    const now = { milliseconds, at: instantOf(milliseconds) }
    const draft = new Draft(this.stream, head, this.platform.ids)
    for (const { job } of this.rest) {
      if (draft.verdicts.length >= this.most || draft.events.length >= MAX_EVENTS) break
      draft.decide(job, now)
    }
    return draft
  }

  private accept({ window }: Head, draft: Draft, { revision, position }: Appended): void {
    if (draft.remembered !== undefined)
      for (const remembered of draft.remembered.values()) window.add(remembered)
    this.head = { ledger: draft.ledger, revision, position, window }
    this.current = true
    this.answer(draft.verdicts, position)
  }

  private async recover(head: Head, draft: Draft, first: AppendFailure): Promise<void> {
    const { platform, retry, stream } = this
    const settled = await settle(platform, retry, stream, head.revision, draft.events, first)
    if (E.isRight(settled)) return this.accept(head, draft, settled.right)
    const failure = settled.left
    if (failure._tag === 'AppendTooLarge') return this.shrink(draft, failure)
    if (failure._tag !== 'WrongRevision') return this.abandon(failure)
    this.conflicts += 1
    if (this.conflicts >= this.retry.attempts) {
      return this.abandon({ _tag: 'Conflict', stream: this.stream, attempts: this.conflicts })
    }
    await this.platform.clock.sleep(backoff(this.retry, this.conflicts))
    await this.refresh(head)
  }

  private shrink(draft: Draft, failure: AppendTooLarge): void {
    if (draft.verdicts.length > 1) {
      this.most = Math.ceil(draft.verdicts.length / 2)
      return
    }
    this.rest[0]?.answer(E.left(failure))
    this.rest = this.rest.slice(1)
  }

  /** Reads the tail; the same head again when there was nothing new. Failing, it answers every job with the cause. */
  private async refresh(head: Head): Promise<Head | undefined> {
    const read = await catchUp(this.platform.eventStore, this.stream, head)
    if (E.isLeft(read)) {
      this.abandon(read.left)
      return undefined
    }
    this.current = true
    this.head = read.right
    return read.right
  }

  private answer(verdicts: readonly Verdict[], position: Position): void {
    let index = 0
    for (const verdict of verdicts) {
      this.rest[index]?.answer(E.isLeft(verdict) ? verdict : E.right({ outcome: verdict.right, position }))
      index += 1
    }
    this.rest = index === this.rest.length ? NOBODY : this.rest.slice(index)
  }

  /** Answers every job with a failure and forgets the state: its window may have been read further than its ledger. */
  private abandon(failure: EngineFailure): void {
    this.head = undefined
    for (const waiting of this.rest) waiting.answer(E.left(failure))
    this.rest = NOBODY
  }
}
