import { type Answer, Commit, type CommitContext, type Waiting } from './commit.js'
import type { Head } from './head.js'
import type { Job } from './job.js'
import { withOneMore } from './one-more.js'

/** The most jobs of one append: bounds its size and how long the first of them waits. */
const MAX_BATCH_JOBS = 500

/**
 * One pool's queue in this process. Jobs wait while an append is under way; then all that wait are decided one after
 * another on one state and appended together (group commit). Nothing is answered before the append that it rests on.
 */
export class Mailbox {
  private head: Head | undefined
  private waiting: Waiting[] = []
  private draining = false

  private readonly context: CommitContext
  private readonly onIdle: () => void

  constructor(context: CommitContext, onIdle: () => void) {
    this.context = context
    this.onIdle = onIdle
  }

  /** How much the cached state weighs: one for the pool and one per seat. */
  get weight(): number {
    return 1 + (this.head?.ledger.seats.size ?? 0)
  }

  get busy(): boolean {
    return this.draining
  }

  /** `answer` is called once, and must not throw. */
  submit(job: Job, answer: (answer: Answer) => void): void {
    this.waiting = withOneMore(this.waiting, { job, answer })
    if (this.draining) return
    this.draining = true
    void this.drain()
  }

  private async drain(): Promise<void> {
    // One turn later, so that calls made together are committed together.
    await undefined
    while (this.waiting.length > 0) {
      const batch =
        this.waiting.length <= MAX_BATCH_JOBS ? this.waiting : this.waiting.slice(0, MAX_BATCH_JOBS)
      this.waiting = this.waiting.length <= MAX_BATCH_JOBS ? [] : this.waiting.slice(MAX_BATCH_JOBS)
      this.head = await new Commit(this.context, this.head, batch).run()
      if (this.head !== undefined) this.context.snapshots?.consider(this.head)
    }
    this.draining = false
    this.onIdle()
  }
}
