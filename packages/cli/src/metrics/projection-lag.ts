import { type Position, START } from '@seat-ledger/core'

/** A write that was answered, and when. */
interface Mark {
  readonly position: Position
  readonly at: number
}

/**
 * How far readers are behind what this process has answered. Kept in two marks, whatever the load: the oldest write
 * known to be unseen, and the newest write; when the first is seen, the newest takes its place.
 */
export class ProjectionLag {
  private oldest: Mark | undefined
  private newest: Mark | undefined
  private readonly seen: () => Position
  private readonly now: () => number

  /** `seen`: the last position that readers see. `now`: milliseconds of a clock that never goes back. */
  constructor(seen: () => Position, now: () => number) {
    this.seen = seen
    this.now = now
  }

  written(position: Position): void {
    if (position <= (this.newest?.position ?? START) || position <= this.seen()) return
    this.newest = { position, at: this.now() }
    this.oldest = this.unseen() ?? this.newest
  }

  /** Seconds that the oldest unseen write has been waiting; 0 when everything is seen. */
  seconds(): number {
    const oldest = this.unseen()
    this.oldest = oldest
    return oldest === undefined ? 0 : (this.now() - oldest.at) / 1_000
  }

  /** Positions between what is answered and what is seen. Stores count positions as they like; 0 means none. */
  positions(): number {
    const newest = this.newest?.position ?? START
    const seen = this.seen()
    return newest > seen ? Number(newest - seen) : 0
  }

  private unseen(): Mark | undefined {
    const seen = this.seen()
    return [this.oldest, this.newest].find((mark) => mark !== undefined && mark.position > seen)
  }
}
