import type { StreamName } from '../domain/ids.js'
import type { Platform } from '../ports/platform.js'
import { type Answer, Commit, type Waiting } from './commit.js'
import type { Head } from './head.js'
import type { Job } from './job.js'
import type { RetryPolicy } from './retry.js'

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

  private readonly stream: StreamName
  private readonly platform: Platform
  private readonly retry: RetryPolicy
  private readonly onIdle: () => void

  constructor(stream: StreamName, platform: Platform, retry: RetryPolicy, onIdle: () => void) {
    this.stream = stream
    this.platform = platform
    this.retry = retry
    this.onIdle = onIdle
  }

  /** How much the cached state weighs: one for the pool and one per seat. */
  get weight(): number {
    return 1 + (this.head?.ledger.seats.size ?? 0)
  }

  get busy(): boolean {
    return this.draining
  }

  submit(job: Job): Promise<Answer> {
    return new Promise((answer) => {
      this.waiting.push({ job, answer })
      if (this.draining) return
      this.draining = true
      void this.drain()
    })
  }

  private async drain(): Promise<void> {
    // One turn later, so that calls made together are committed together.
    await undefined
    while (this.waiting.length > 0) {
      const batch =
        this.waiting.length <= MAX_BATCH_JOBS ? this.waiting : this.waiting.slice(0, MAX_BATCH_JOBS)
      this.waiting = this.waiting.length <= MAX_BATCH_JOBS ? [] : this.waiting.slice(MAX_BATCH_JOBS)
      this.head = await new Commit(this.stream, this.platform, this.retry, this.head, batch).run()
    }
    this.draining = false
    this.onIdle()
  }
}
