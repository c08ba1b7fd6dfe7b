import { BlockSums } from './block-sums.js'

/** Negative when `a` comes first, positive when `b` does, 0 only for one and the same item. */
export type Compare<Item> = (a: Item, b: Item) => number

/** The most items in one chunk: moving so many pointers costs less than one more level of a tree would. */
const CHUNK = 512

/**
 * A sorted list that is asked by rank: insert, delete, the items from a rank on, the rank of an item. Each costs
 * O(log n) comparisons and the moving of at most one chunk, so a page of a million items costs what one of a thousand
 * does. Not safe against an item whose place in the order changes while it is in the list: take it out before.
 *
 * Items lie in chunks of a flat array; the sums of the chunks are kept as long as no chunk is split or dropped, and
 * built anew by the next question, so that reading a long log does not pay for them.
 */
export class RankedList<Item extends object> {
  private readonly compare: Compare<Item>
  private readonly chunks: Item[][]
  private sums: BlockSums | undefined
  private count: number

  constructor(compare: Compare<Item>) {
    this.compare = compare
    this.chunks = []
    this.sums = undefined
    this.count = 0
  }

  /** A list of items that are in order already. O(n), without a comparison. */
  static fromSorted<Item extends object>(items: readonly Item[], compare: Compare<Item>): RankedList<Item> {
    const list = new RankedList(compare)
    for (let from = 0; from < items.length; from += CHUNK) list.chunks.push(items.slice(from, from + CHUNK))
    list.count = items.length
    return list
  }

  get size(): number {
    return this.count
  }

  /** Adds an item that the list does not hold. */
  insert(item: Item): void {
    const found = this.chunkFor(item)
    const comesLast = found === this.chunks.length
    const index = comesLast ? Math.max(0, found - 1) : found
    const chunk = this.chunks[index] ?? this.firstOfAll()
    if (comesLast) chunk.push(item)
    else chunk.splice(this.placeIn(chunk, item), 0, item)
    this.count += 1
    if (chunk.length > CHUNK) this.split(index, chunk)
    else this.sums?.grow(index, 1)
  }

  /** Takes an item out; false when the list does not hold it. */
  delete(item: Item): boolean {
    const index = this.chunkFor(item)
    const chunk = this.chunks[index]
    if (chunk === undefined) return false
    const place = this.placeIn(chunk, item)
    const found = chunk[place]
    if (found === undefined || this.compare(found, item) !== 0) return false
    if (place === chunk.length - 1) chunk.pop()
    else chunk.splice(place, 1)
    this.count -= 1
    this.sums?.grow(index, -1)
    this.join(index, chunk)
    return true
  }

  /** The item of this rank, from 0. */
  at(rank: number): Item | undefined {
    return this.slice(rank, 1)[0]
  }

  /** At most `limit` items from `rank` on, in order; none when the list ends before. */
  slice(rank: number, limit: number): Item[] {
    const items: Item[] = []
    if (rank < 0 || rank >= this.count) return items
    const sums = this.summed()
    let index = sums.chunkOf(rank)
    let start = rank - sums.before(index)
    while (items.length < limit) {
      const chunk = this.chunks[index]
      if (chunk === undefined) break
      for (const item of chunk.slice(start, start + limit - items.length)) items.push(item)
      index += 1
      start = 0
    }
    return items
  }

  /** How many items come before `item`, whether the list holds it or not. */
  rankOf(item: Item): number {
    return this.countLeading((other) => this.compare(other, item) < 0)
  }

  /** How many items `leads` accepts; those must be the first ones of the order. */
  countLeading(leads: (item: Item) => boolean): number {
    const index = this.firstChunk((last) => !leads(last))
    const chunk = this.chunks[index]
    if (chunk === undefined) return this.count
    return this.summed().before(index) + partitionPoint(chunk, leads)
  }

  /** Every item that `accepts` takes, in order. O(n). */
  filter(accepts: (item: Item) => boolean): Item[] {
    return this.chunks.flatMap((chunk) => chunk.filter(accepts))
  }

  private firstOfAll(): Item[] {
    const chunk: Item[] = []
    this.chunks.push(chunk)
    this.sums = undefined
    return chunk
  }

  /** The first chunk that ends with `item` or later. What comes last of all, the usual newcomer, is found at once. */
  private chunkFor(item: Item): number {
    const newest = this.chunks.at(-1)?.at(-1)
    if (newest === undefined || this.compare(newest, item) < 0) return this.chunks.length
    return this.firstChunk((last) => this.compare(last, item) >= 0)
  }

  private firstChunk(endsThere: (last: Item) => boolean): number {
    return partitionPoint(this.chunks, (chunk) => {
      const last = chunk[chunk.length - 1]
      return last !== undefined && !endsThere(last)
    })
  }

  private placeIn(chunk: readonly Item[], item: Item): number {
    return partitionPoint(chunk, (other) => this.compare(other, item) < 0)
  }

  /** In halves; but the last chunk of a list that grows at its end stays full. */
  private split(index: number, chunk: Item[]): void {
    const isLast = index === this.chunks.length - 1
    const tail = chunk.splice(isLast ? CHUNK : CHUNK / 2)
    this.chunks.splice(index + 1, 0, tail)
    this.sums = undefined
  }

  /** Small neighbours become one, so that a list that shrinks does not end as many crumbs. */
  private join(index: number, chunk: Item[]): void {
    if (chunk.length > CHUNK / 4) return
    const next = this.chunks[index + 1]
    if (chunk.length > 0 && (next === undefined || chunk.length + next.length > CHUNK / 2)) return
    if (next !== undefined && chunk.length > 0) {
      for (const item of next) chunk.push(item)
      this.chunks.splice(index + 1, 1)
    } else {
      this.chunks.splice(index, 1)
    }
    this.sums = undefined
  }

  private summed(): BlockSums {
    this.sums ??= new BlockSums(this.chunks)
    return this.sums
  }
}

/** The index of the first item that `leads` refuses, when those that it accepts come first. */
const partitionPoint = <Item>(items: readonly Item[], leads: (item: Item) => boolean): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = items[middle]
    if (item !== undefined && leads(item)) low = middle + 1
    else high = middle
  }
  return low
}
