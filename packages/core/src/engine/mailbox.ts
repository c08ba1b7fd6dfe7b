import { type CommitContext, Committer, type Queue, type Waiting } from './committer.js'
import { withOneMore } from './one-more.js'

/** The most jobs of one append: bounds its size and how long the first of them waits. */
const MAX_BATCH_JOBS = 500

const NOW: Promise<void> = Promise.resolve()

const NOBODY: Waiting[] = []
Object.freeze(NOBODY)

/**
 * One pool's queue in this process. Jobs wait while an append is under way; then all that wait are decided one after
 * another on one state and appended together (group commit). Nothing is answered before the append that it rests on.
 */
export class Mailbox implements Queue {
  private waiting: Waiting[] = NOBODY
  private running = false

  private readonly committer: Committer
  private readonly onIdle: () => void
  private readonly start = (): Promise<void> => this.committer.run(this)

  constructor(context: CommitContext, onIdle: () => void) {
    this.committer = new Committer(context)
    this.onIdle = onIdle
  }

  /** How much the cached state weighs: one for the pool and one per seat. */
  get weight(): number {
    return 1 + (this.committer.head?.ledger.seats.size ?? 0)
  }

  get busy(): boolean {
    return this.running
  }

  /** The job gets one answer; `answer` must not throw. */
  submit(job: Waiting): void {
    this.waiting = withOneMore(this.waiting, job)
    if (this.running) return
    this.running = true
    // One turn later, so that calls made together are committed together. `then` leaves less behind than an await does.
    void NOW.then(this.start)
  }

  take(): readonly Waiting[] {
    const { waiting } = this
    if (waiting.length <= MAX_BATCH_JOBS) {
      this.waiting = NOBODY
      return waiting
    }
    this.waiting = waiting.slice(MAX_BATCH_JOBS)
    return waiting.slice(0, MAX_BATCH_JOBS)
  }

  idle(): void {
    this.running = false
    this.onIdle()
  }
}
