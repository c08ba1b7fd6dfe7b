import { DELETED, type Proposed, type Recorded } from './model.js'

/** An event with its place in its stream, not yet in the log. */
export interface Draft extends Proposed {
  readonly stream: string
  readonly revision: bigint
}

const headerBytes = 89n

const sizeOf = (draft: Draft): bigint =>
  headerBytes + BigInt(draft.stream.length + draft.type.length + draft.data.length + draft.metadata.length)

/** Records of the server's own (epochs, checkpoints) lie between the events. Nobody may count on a regular step. */
const foreignBytes = (index: number): bigint => BigInt((index * 7919) % 97) * (index % 5 === 0 ? 13n : 1n)

const emptyRecordBytes = 61n

// The log of a real server starts with records of its own.
const firstPosition = 167n

/** The whole log: every event in commit order, and again by stream. Append-only, never scavenged. */
export class Log {
  private readonly all: Recorded[] = []
  private readonly streams = new Map<string, Recorded[]>()
  private readonly tombstones = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private readonly now: () => number
  private end = firstPosition

  constructor(now: () => number) {
    this.now = now
  }

  get length(): number {
    return this.all.length
  }

  /** The position the next record would get at the earliest. */
  get endPosition(): bigint {
    return this.end
  }

  at(index: number): Recorded | undefined {
    return this.all[index]
  }

  stream(name: string): readonly Recorded[] {
    return this.streams.get(name) ?? []
  }

  isTombstoned(name: string): boolean {
    return this.tombstones.has(name)
  }

  write(drafts: readonly Draft[]): readonly Recorded[] {
    const created = this.now()
    const written = drafts.map((draft) => this.place(draft, created))
    for (const event of written) this.index(event)
    return written
  }

  /** An empty append leaves no event, but it does take its place in the log. */
  writeEmptyRecord(): void {
    this.end += emptyRecordBytes
  }

  restore(events: readonly Recorded[]): void {
    for (const event of events) {
      this.index(event)
      this.end = event.position + sizeOf(event)
    }
  }

  /** The first index whose event lies at `position` or behind it. */
  indexFrom(position: bigint): number {
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const event = this.all[middle]
      if (event !== undefined && event.position < position) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Whether a reader may start there: the start, an event, or the end of the log. */
  isBoundary(position: bigint): boolean {
    return (
      position === 0n || position === this.end || this.all[this.indexFrom(position)]?.position === position
    )
  }

  onCommit(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  announce(): void {
    for (const listener of this.listeners) listener()
  }

  private place(draft: Draft, created: number): Recorded {
    const position = this.end + foreignBytes(this.all.length + Number(this.end % 31n))
    this.end = position + sizeOf(draft)
    return { ...draft, position, created }
  }

  private index(event: Recorded): void {
    this.all.push(event)
    if (event.revision === DELETED) {
      this.tombstones.add(event.stream)
      return
    }
    const known = this.streams.get(event.stream)
    if (known === undefined) this.streams.set(event.stream, [event])
    else known.push(event)
  }
}
