import type { StreamName } from '../domain/ids.js'

interface LastSeal {
  readonly revision: number
  readonly hash: string
}

/** How many streams a generation holds. */
const GENERATION = 10_000

/**
 * The last seals of the streams in use. Two generations: when the young one is full it becomes the old one, and what was
 * not used since is forgotten. Forgetting costs one read of one event.
 */
export class LastSeals {
  private young = new Map<StreamName, LastSeal>()
  private old = new Map<StreamName, LastSeal>()

  /** The seal of the event at this revision, if it was the last that was remembered. */
  find(stream: StreamName, revision: number): string | undefined {
    const seal = this.young.get(stream) ?? this.old.get(stream)
    return seal?.revision === revision ? seal.hash : undefined
  }

  remember(stream: StreamName, revision: number, hash: string): void {
    if (this.young.size >= GENERATION) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(stream, { revision, hash })
  }
}
