/**
 * The sizes of the chunks of a list, summed so that the chunk of a rank, or the rank of a chunk, is found in O(log n)
 * steps (a Fenwick tree). The number of chunks is fixed: when it changes, build anew.
 */
export class BlockSums {
  private readonly tree: Int32Array
  private readonly highestBit: number

  constructor(sizes: readonly { readonly length: number }[]) {
    const tree = new Int32Array(sizes.length + 1)
    for (const [index, { length }] of sizes.entries()) tree[index + 1] = length
    for (let node = 1; node < tree.length; node++) {
      const parent = node + lowestBit(node)
      if (parent < tree.length) tree[parent] = (tree[parent] ?? 0) + (tree[node] ?? 0)
    }
    this.tree = tree
    this.highestBit = sizes.length === 0 ? 0 : 2 ** (31 - Math.clz32(sizes.length))
  }

  /** The chunk at `index` grew by `change`, which may be negative. */
  grow(index: number, change: number): void {
    for (let node = index + 1; node < this.tree.length; node += lowestBit(node)) {
      this.tree[node] = (this.tree[node] ?? 0) + change
    }
  }

  /** How many items lie in the chunks before `index`. */
  before(index: number): number {
    let sum = 0
    for (let node = index; node > 0; node -= lowestBit(node)) sum += this.tree[node] ?? 0
    return sum
  }

  /** The chunk in which the item of this rank lies; the number of chunks when there is no such item. */
  chunkOf(rank: number): number {
    let chunk = 0
    let rest = rank
    for (let step = this.highestBit; step > 0; step >>= 1) {
      const sum = this.tree[chunk + step]
      if (sum === undefined || sum > rest) continue
      chunk += step
      rest -= sum
    }
    return chunk
  }
}

const lowestBit = (node: number): number => node & -node
