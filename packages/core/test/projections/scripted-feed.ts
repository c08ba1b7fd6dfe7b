import type { Clock } from '../../src/ports/clock.js'
import { type Position, type RecordedEvent, START } from '../../src/ports/event-store.js'
import type { Feed, FeedMessage, FeedRange } from '../../src/ports/feed.js'
import type { LedgerRecord } from '../../src/stored/record.js'

/** A record as a store gives it back. */
export const recorded = ({
  stream,
  revision,
  position,
  id,
  event,
  metadata,
}: LedgerRecord): RecordedEvent => ({
  stream,
  revision,
  position,
  id,
  type: event.type,
  data: JSON.parse(JSON.stringify(event)),
  metadata,
})

/** A log that a test writes to, with faults that a test asks for. */
export class ScriptedFeed implements Feed {
  readonly log: RecordedEvent[] = []
  /** From where each reader began. */
  readonly begun: Position[] = []
  /** What happens before the event of this position is given; each once. */
  readonly faults = new Map<Position, 'fail' | 'throw' | 'end'>()
  private wake: () => void = () => {}

  write(...events: readonly RecordedEvent[]): void {
    this.log.push(...events)
    this.wake()
  }

  async *follow({ after, signal }: FeedRange): AsyncGenerator<FeedMessage, void, undefined> {
    this.begun.push(after)
    let given = after
    while (!signal.aborted) {
      const event = this.log.find(({ position }) => position > given)
      if (event === undefined) {
        yield { _tag: 'CaughtUp', position: given }
        if (this.log.some(({ position }) => position > given)) continue
        await new Promise<void>((resolve) => {
          this.wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
          if (signal.aborted) resolve()
        })
        continue
      }
      const fault = this.faults.get(event.position)
      this.faults.delete(event.position)
      if (fault === 'end') return
      if (fault === 'throw') throw new Error('scripted')
      if (fault === 'fail') {
        yield { _tag: 'Failed', failure: { _tag: 'StoreUnavailable', detail: 'scripted', cause: undefined } }
        return
      }
      given = event.position
      yield { _tag: 'Event', event }
    }
  }

  get end(): Position {
    return this.log.at(-1)?.position ?? START
  }
}

/** A clock that a test moves. */
export class ManualClock implements Clock {
  /** How long each sleep was to be. */
  readonly slept: number[] = []
  private time = 1_000_000
  private sleepers: { readonly until: number; readonly wake: () => void }[] = []

  now(): number {
    return this.time
  }

  sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds)
    return new Promise((wake) => this.sleepers.push({ until: this.time + milliseconds, wake }))
  }

  /** Lets time pass and gives everything that waits its turn. */
  async advance(milliseconds: number): Promise<void> {
    this.time += milliseconds
    const due = this.sleepers.filter(({ until }) => until <= this.time)
    this.sleepers = this.sleepers.filter(({ until }) => until > this.time)
    for (const { wake } of due) wake()
    await settled()
  }
}

/** Resolves when everything that could go on has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
