import type { Position } from '@seat-ledger/core'

/**
 * How far a reader has come. What it was given counts; a checkpoint of the server, which says that nothing before it is
 * ours, counts only when the next one has come without an event in between that gives it the lie: some versions send
 * checkpoints that run ahead of the events (KDB-744, #4023).
 */
export class Progress {
  private given: Position
  private skipped: Position
  private claimed: Position | undefined
  private isHonest = true

  constructor(after: Position) {
    this.given = after
    this.skipped = after
  }

  /** Everything of ours up to here was given. */
  get position(): Position {
    if (this.skipped > this.given) return this.skipped
    return this.given
  }

  /** The last event that was given, or where the reader began. */
  get lastGiven(): Position {
    return this.given
  }

  /** Takes note of an event; false when it was given before. */
  give(position: Position): boolean {
    if (position <= this.given) return false
    if (this.claimed !== undefined && position <= this.claimed) this.isHonest = false
    this.given = position
    this.claimed = undefined
    return true
  }

  /** Takes note of a checkpoint; true when the position has moved by it. */
  claim(checkpoint: Position): boolean {
    if (!this.isHonest || checkpoint <= this.position) return false
    const confirmed = this.claimed
    if (confirmed !== undefined && checkpoint < confirmed) return false
    this.claimed = checkpoint
    if (confirmed === undefined || confirmed <= this.position) return false
    this.skipped = confirmed
    return true
  }

  /** Goes back to the last event, the one place that the server must know; false when there is nothing to go back. */
  retreat(): boolean {
    const isBehind = this.skipped > this.given
    this.isHonest = false
    this.claimed = undefined
    this.skipped = this.given
    return isBehind
  }
}
