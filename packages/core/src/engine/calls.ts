import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Answer, Settled, Waiting } from './committer.js'
import type { SeatFailure } from './failures.js'
import type { Job } from './job.js'

/** What a caller gets. */
export type Result<Value> = E.Either<SeatFailure, Value>

/** Counts the calls under way, so that closing can wait for them. */
export class Calls {
  private open = 0
  private closed = false
  private settle: (() => void)[] = []

  /** Runs a call that is not a job of one mailbox; never rejects. */
  run<Value>(body: () => Promise<Result<Value>>): TaskEither<SeatFailure, Value> {
    return async () => {
      if (!this.enter()) return E.left({ _tag: 'EngineClosed' })
      try {
        return await body()
      } catch (cause) {
        return E.left({ _tag: 'EngineDefect', cause })
      } finally {
        this.leave()
      }
    }
  }

  /** False when no more calls are taken; else `leave` must follow. */
  enter(): boolean {
    if (this.closed) return false
    this.open += 1
    return true
  }

  leave(): void {
    this.open -= 1
    if (this.closed && this.open === 0) for (const settle of this.settle) settle()
  }

  close(): Promise<void> {
    this.closed = true
    return this.open === 0 ? Promise.resolve() : new Promise((resolve) => this.settle.push(resolve))
  }
}

/** A call that waits in a mailbox: one object for the job, the input and the caller, where closures would be five. */
export class PendingCall<Input, Value> implements Waiting {
  readonly job: Job
  private readonly input: Input
  private readonly toValue: (settled: Settled, input: Input) => Result<Value>
  private readonly resolve: (result: Result<Value>) => void
  private readonly calls: Calls

  constructor(
    job: Job,
    input: Input,
    toValue: (settled: Settled, input: Input) => Result<Value>,
    resolve: (result: Result<Value>) => void,
    calls: Calls,
  ) {
    this.job = job
    this.input = input
    this.toValue = toValue
    this.resolve = resolve
    this.calls = calls
  }

  answer(answer: Answer): void {
    this.calls.leave()
    this.resolve(E.isLeft(answer) ? answer : this.value(answer.right))
  }

  /** What a host hands in may throw when it is looked at; nothing throws out of a call. */
  private value(settled: Settled): Result<Value> {
    try {
      return this.toValue(settled, this.input)
    } catch (cause) {
      return E.left({ _tag: 'EngineDefect', cause })
    }
  }
}
