import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { ReadRange } from '../ports/event-store.js'
import { Backoff } from '../projections/backoff.js'
import { type LedgerRecord, readRecord } from '../stored/record.js'
import type { Life } from './life.js'
import type { Attempt, Reaction } from './reactor.js'
import type { ReactorOptions } from './running-reactor.js'
import { Slots } from './slots.js'

type Retry = Extract<Reaction, { readonly _tag: 'Retry' }>

/** Records of one stream, in order, and the revision behind what was read. */
interface Page {
  readonly records: readonly LedgerRecord[]
  readonly next: number
}

/** How records are read and tried, so many at once. */
export class Handling {
  private readonly options: ReactorOptions
  private readonly life: Life
  private readonly slots: Slots

  constructor(options: ReactorOptions, life: Life) {
    this.options = options
    this.life = life
    this.slots = new Slots(options.concurrency ?? 64)
  }

  ended(): boolean {
    return this.life.ended()
  }

  /** Does the work when its turn comes. What is read from the store is read in a turn, so only turns hold it. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.slots.use(work)
  }

  /** Gives a record to the reactor. After the end the answer may be one that nobody gave. */
  async react(record: LedgerRecord, attempt: Attempt): Promise<Reaction> {
    if (this.ended()) return { _tag: 'Retry', detail: 'the reactor was stopped' }
    try {
      return await this.options.reactor.handle(record, attempt)
    } catch (cause) {
      return { _tag: 'Retry', detail: cause instanceof Error ? cause.message : 'the handler threw' }
    }
  }

  /** Reads from a revision on; a store that fails is asked again until the end. */
  async read(stream: StreamName, range: ReadRange, signal: AbortSignal): Promise<Page> {
    const { eventStore, clock } = this.options.platform
    const backoff = new Backoff(clock, signal)
    while (!signal.aborted) {
      const page = await eventStore.read(stream, range)
      if (E.isRight(page)) {
        const records = page.right.flatMap((recorded) => {
          const record = readRecord(recorded)
          return E.isRight(record) ? [record.right] : []
        })
        return { records, next: (page.right.at(-1)?.revision ?? range.from - 1) + 1 }
      }
      this.options.onInterruption?.(page.left)
      await backoff.wait()
    }
    return { records: [], next: range.from }
  }

  /** The wait after so many failed tries, in milliseconds; undefined when there is to be no other try. */
  waitAfter(tries: number, { afterSeconds = 0 }: Retry): number | undefined {
    const { reactor, random = Math.random } = this.options
    const seconds = reactor.retryAfterSeconds[tries - 1]
    return seconds === undefined ? undefined : Math.max(seconds * (1 + random() / 10), afterSeconds) * 1_000
  }

  /** Settles after a time, or at the end. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return this.options.platform.clock.sleep(milliseconds, signal)
  }
}
