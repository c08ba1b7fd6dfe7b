import type { Position } from '@seat-ledger/core'

/** How a wait ended. */
export type WaitEnd = 'reached' | 'late' | 'stopped'

interface Waiter {
  readonly position: Position
  readonly settle: (end: WaitEnd) => void
}

/** Callers who wait until the tables have come to a position: as many as there are requests under way, so a set will do. */
export class Arrived {
  private readonly waiting = new Set<Waiter>()

  /** Settles when `reached` is told this position, or after `timeoutMs` milliseconds. */
  at(position: Position, timeoutMs: number): Promise<WaitEnd> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        settle: (end) => {
          clearTimeout(timer)
          this.waiting.delete(waiter)
          resolve(end)
        },
      }
      const forEver = timeoutMs === Number.POSITIVE_INFINITY
      const timer = forEver ? undefined : setTimeout(() => waiter.settle('late'), timeoutMs)
      this.waiting.add(waiter)
    })
  }

  reached(position: Position): void {
    for (const waiter of this.waiting) if (waiter.position <= position) waiter.settle('reached')
  }

  end(): void {
    for (const waiter of this.waiting) waiter.settle('stopped')
  }
}
