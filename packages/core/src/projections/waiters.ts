import type { Clock } from '../ports/clock.js'
import type { Position } from '../ports/event-store.js'
import { RankedList } from './ranked-list.js'

/** Why a wait ended. */
export type WaitEnd<Ended> =
  | { readonly _tag: 'Reached'; readonly position: Position }
  | { readonly _tag: 'TimedOut' }
  | { readonly _tag: 'Ended'; readonly end: Ended }

interface Waiter<Ended> {
  /** Tells waiters for one position apart, in the order in which they came. */
  readonly number: number
  readonly position: Position
  /** Milliseconds of the clock; Infinity for who waits as long as it takes. */
  readonly deadline: number
  readonly resolve: (end: WaitEnd<Ended>) => void
}

/**
 * Callers who wait until a reader has come to a position. Kept by position and by deadline, so arriving and leaving cost
 * O(log n). One sleep is under way at a time, for the nearest deadline, however many wait.
 */
export class Waiters<Ended> {
  private readonly clock: Clock
  private readonly byPosition: RankedList<Waiter<Ended>>
  private readonly byDeadline: RankedList<Waiter<Ended>>
  private arrived: number
  /** When the sleep under way ends. */
  private alarm: number

  constructor(clock: Clock) {
    this.clock = clock
    this.byPosition = new RankedList(byNumbers(({ position }) => position))
    this.byDeadline = new RankedList(byNumbers(({ deadline }) => deadline))
    this.arrived = 0
    this.alarm = Number.POSITIVE_INFINITY
  }

  /** Resolves when `reached` is told a position at or after this one, or after `timeoutMs` milliseconds. */
  wait(position: Position, timeoutMs: number): Promise<WaitEnd<Ended>> {
    return new Promise((resolve) => {
      this.arrived += 1
      const waiter = { number: this.arrived, position, deadline: this.clock.now() + timeoutMs, resolve }
      this.byPosition.insert(waiter)
      if (waiter.deadline === Number.POSITIVE_INFINITY) return
      this.byDeadline.insert(waiter)
      this.setAlarm()
    })
  }

  /** Everything up to `position` is done. */
  reached(position: Position): void {
    if (this.byPosition.size === 0) return
    this.release(this.byPosition, (waiter) => waiter.position <= position, { _tag: 'Reached', position })
  }

  /** Nothing more will come. */
  end(end: Ended): void {
    this.release(this.byPosition, () => true, { _tag: 'Ended', end })
  }

  /** The first ones of a list, in its order. */
  private release(
    list: RankedList<Waiter<Ended>>,
    isDue: (waiter: Waiter<Ended>) => boolean,
    end: WaitEnd<Ended>,
  ): void {
    for (let first = list.at(0); first !== undefined && isDue(first); first = list.at(0)) {
      this.byPosition.delete(first)
      this.byDeadline.delete(first)
      first.resolve(end)
    }
  }

  private setAlarm(): void {
    const next = this.byDeadline.at(0)?.deadline
    if (next === undefined || next >= this.alarm) return
    this.alarm = next
    void this.sleepUntil(next)
  }

  /**
   * An earlier alarm may have been set since; then this one finds its waiters gone or waiting for another. One
   * millisecond more, as a timer may fire one too early. A clock that stands still never comes to a deadline.
   */
  private async sleepUntil(alarm: number): Promise<void> {
    const before = this.clock.now()
    await this.clock.sleep(Math.max(0, alarm - before) + 1)
    const now = this.clock.now()
    if (this.alarm === alarm) this.alarm = Number.POSITIVE_INFINITY
    this.release(this.byDeadline, (waiter) => waiter.deadline <= now, { _tag: 'TimedOut' })
    if (now !== before) this.setAlarm()
  }
}

const byNumbers =
  <Ended, Value extends number | bigint>(numberIn: (waiter: Waiter<Ended>) => Value) =>
  (a: Waiter<Ended>, b: Waiter<Ended>): number => {
    const [first, second] = [numberIn(a), numberIn(b)]
    return first < second ? -1 : first > second ? 1 : a.number - b.number
  }
