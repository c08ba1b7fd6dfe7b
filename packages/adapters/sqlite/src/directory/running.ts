import { setImmediate, setTimeout } from 'node:timers/promises'
import {
  type Position,
  type ProjectionEnd,
  type ProjectionStatus,
  type RunningProjection,
  type SeatDirectory,
  START,
  type UnreadableEvent,
  type WaitTimedOut,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { attempt, type Failed, patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'
import type { Connections } from '../store.js'
import { Arrived } from './arrived.js'
import { directoryOn } from './directory.js'
import { projectedTo, projectStep, type Step } from './project.js'

/** How long to wait before a step that failed is tried again, in milliseconds. */
const PAUSE_MS = 250

/**
 * Keeps the read model in the file up with the log. Of several processes each does this: every step continues where
 * the last one of any of them ended. A question sees the tables of one moment.
 */
export const startDirectory = (connections: Connections): RunningProjection<SeatDirectory> => {
  const keeper = new Keeper(connections)
  const ended = keeper.run()
  return {
    query: (question) => keeper.ask(question),
    status: () => keeper.status,
    position: () => keeper.position(),
    skipped: () => ({ count: keeper.skipped, last: keeper.lastSkipped }),
    ready: keeper.ready,
    waitFor: (position, { timeoutMs = Number.POSITIVE_INFINITY } = {}) => keeper.waitFor(position, timeoutMs),
    stop: () => {
      keeper.stop()
      return ended
    },
  }
}

const STOPPED: ProjectionEnd = { _tag: 'Stopped' }

class Keeper {
  status: ProjectionStatus = { _tag: 'CatchingUp' }
  skipped = 0
  lastSkipped: UnreadableEvent | undefined
  readonly ready: Promise<E.Either<ProjectionEnd, void>>

  private readonly connections: Connections
  private readonly directory: SeatDirectory
  private readonly abort = new AbortController()
  private readonly arrived = new Arrived()
  private settleReady: (end: E.Either<ProjectionEnd, void>) => void = () => undefined

  constructor(connections: Connections) {
    this.connections = connections
    this.directory = directoryOn(connections.derived)
    this.ready = new Promise((resolve) => {
      this.settleReady = resolve
    })
  }

  stop(): void {
    this.abort.abort()
  }

  /** In a transaction, so that what one question asks for fits together. */
  ask<Answer>(question: (directory: SeatDirectory) => Answer): Answer {
    return this.connections.derived.reading(() => question(this.directory))
  }

  position(): Position {
    const { derived } = this.connections
    const position = attempt(derived.file, () => projectedTo(derived))
    return E.isRight(position) && position.right ? BigInt(position.right) : START
  }

  async run(): Promise<void> {
    const { arrivals } = this.connections
    const { signal } = this.abort
    const leave = arrivals.follow()
    while (!signal.aborted) {
      const mark = arrivals.mark()
      const step = await this.step()
      if (E.isLeft(step)) {
        await this.pause(step.left)
      } else if (step.right.isBehind) {
        await setImmediate()
      } else {
        this.status = { _tag: 'Live' }
        this.settleReady(E.right(undefined))
        await arrivals.since(mark, signal)
      }
    }
    leave()
    this.status = STOPPED
    this.settleReady(E.left(STOPPED))
    this.arrived.end()
  }

  async waitFor(
    position: Position,
    timeoutMs: number,
  ): Promise<E.Either<WaitTimedOut | ProjectionEnd, Position>> {
    const reached = this.position()
    if (reached >= position) return E.right(reached)
    if (this.abort.signal.aborted) return E.left(STOPPED)
    const end = await this.arrived.at(position, timeoutMs)
    if (end === 'stopped') return E.left(STOPPED)
    return end === 'late' ? E.left({ _tag: 'TimedOut', position: this.position() }) : E.right(this.position())
  }

  private async step(): Promise<E.Either<Failed, Step>> {
    const { derived, busyMs } = this.connections
    const step = await patiently(derived.file, busyMs, () => projectStep(derived))
    if (E.isLeft(step)) return step
    this.skipped += step.right.skipped.length
    this.lastSkipped = step.right.skipped.at(-1) ?? this.lastSkipped
    this.arrived.reached(BigInt(step.right.position))
    return step
  }

  private async pause({ problem }: Failed): Promise<void> {
    this.status = { _tag: 'Interrupted', failure: portFailure(problem) }
    if (problem._tag === 'StoreClosed') return this.stop()
    await setTimeout(PAUSE_MS, undefined, { signal: this.abort.signal }).catch(() => undefined)
  }
}
