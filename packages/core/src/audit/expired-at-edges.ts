/**
 * How many seats were pending with a dead invitation at each edge. An invitation's part in it is a run of edges, so only
 * the run's two ends are written down, whatever its length, and one pass at the end adds up.
 */
export class ExpiredAtEdges {
  private readonly edges: readonly number[]
  private readonly changes: number[]

  /** `edges` in milliseconds since 1970, ascending. */
  constructor(edges: readonly number[]) {
    this.edges = edges
    this.changes = edges.map(() => 0)
  }

  /** An invitation that was a pending seat's newest from `from` on and no longer at `to`, and dead from `expiry` on. */
  pending(expiry: number, from: number, to: number): void {
    const begin = Math.max(expiry, from)
    if (begin >= to) return
    this.change(begin, 1)
    this.change(to, -1)
  }

  /** The count at each edge. */
  counts(): readonly number[] {
    let sum = 0
    return this.changes.map((change) => {
      sum += change
      return sum
    })
  }

  private change(ms: number, by: number): void {
    const index = firstNotBefore(this.edges, ms)
    if (index < this.changes.length) this.changes[index] = (this.changes[index] ?? 0) + by
  }
}

/** The index of the first edge at `ms` or later; the number of edges when there is none. */
const firstNotBefore = (edges: readonly number[], ms: number): number => {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((edges[middle] ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}
