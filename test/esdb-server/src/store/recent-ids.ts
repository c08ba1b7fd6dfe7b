/** The leader's memory of recently written ids: bounded, keyed by the id alone, and lost on a restart. */
export class RecentIds {
  private readonly limit: number
  private readonly seen = new Map<string, { readonly stream: string; readonly revision: bigint }>()

  constructor(limit: number) {
    this.limit = limit
  }

  /** The first stream an id was seen in keeps it. A second stream therefore has no memory of that id. */
  remember(id: string, stream: string, revision: bigint): void {
    if (this.seen.has(id)) return
    this.seen.set(id, { stream, revision })
    if (this.seen.size <= this.limit) return
    for (const oldest of this.seen.keys()) {
      this.seen.delete(oldest)
      return
    }
  }

  revisionOf(id: string, stream: string): bigint | undefined {
    const entry = this.seen.get(id)
    return entry?.stream === stream ? entry.revision : undefined
  }

  clear(): void {
    this.seen.clear()
  }
}
