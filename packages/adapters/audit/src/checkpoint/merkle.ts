import { createHash } from 'node:crypto'

/*
 * The Merkle tree of RFC 6962, section 2.1: leaves and nodes are hashed with different first bytes, so that no leaf can
 * pass for a node. Hashes are base64url.
 */

/** The hash of a leaf's text. */
const leafHash = (text: string): Buffer => createHash('sha256').update('\0').update(text, 'utf8').digest()

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update('\x01').update(left).update(right).digest()

/** Adds leaves one by one and keeps only the roots of the full trees so far: 32 bytes for each doubling of the leaves. */
export class MerkleRoot {
  private readonly full: { readonly size: number; readonly hash: Buffer }[] = []

  /** Adds the next leaf. */
  add(text: string): void {
    let tree = { size: 1, hash: leafHash(text) }
    for (let last = this.full.at(-1); last?.size === tree.size; last = this.full.at(-1)) {
      this.full.pop()
      tree = { size: tree.size * 2, hash: nodeHash(last.hash, tree.hash) }
    }
    this.full.push(tree)
  }

  /** The root over all leaves so far; of no leaves the hash of nothing. */
  root(): string {
    const [last, ...before] = this.full.toReversed()
    if (last === undefined) return createHash('sha256').digest('base64url')
    return before.reduce((right, { hash }) => nodeHash(hash, right), last.hash).toString('base64url')
  }
}

/** The root over these leaves. */
export const merkleRoot = (leaves: readonly string[]): string => {
  const tree = new MerkleRoot()
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

/** Shows that a leaf is one of those under a root: the hashes beside its way up, the lowest first. */
export interface InclusionProof {
  /** The place of the leaf, from 0. */
  readonly index: number
  /** How many leaves there are. */
  readonly size: number
  readonly path: readonly string[]
}

/** The proof for the leaf at `index`; undefined when there is none. */
export const inclusionProof = (leaves: readonly string[], index: number): InclusionProof | undefined => {
  if (leaves[index] === undefined) return undefined
  const path = pathOf(leaves.map(leafHash), index).map((hash) => hash.toString('base64url'))
  return { index, size: leaves.length, path }
}

const pathOf = (hashes: readonly Buffer[], index: number): readonly Buffer[] => {
  if (hashes.length <= 1) return []
  const middle = splitOf(hashes.length)
  const [left, right] = [hashes.slice(0, middle), hashes.slice(middle)]
  return index < middle
    ? [...pathOf(left, index), rootOf(right)]
    : [...pathOf(right, index - middle), rootOf(left)]
}

const rootOf = (hashes: readonly Buffer[]): Buffer => {
  const [only] = hashes
  if (only === undefined || hashes.length === 1) return only ?? createHash('sha256').digest()
  const middle = splitOf(hashes.length)
  return nodeHash(rootOf(hashes.slice(0, middle)), rootOf(hashes.slice(middle)))
}

/** The largest power of two below `size`. */
const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)

/** Whether a proof leads from a leaf to a root. */
export const isIncluded = (leaf: string, { index, size, path }: InclusionProof, root: string): boolean => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false
  const hash = climb(leafHash(leaf), index, size, [...path])
  return hash?.toString('base64url') === root
}

const climb = (leaf: Buffer, index: number, size: number, path: string[]): Buffer | undefined => {
  if (size === 1) return path.length === 0 ? leaf : undefined
  const beside = path.pop()
  if (beside === undefined) return undefined
  const other = Buffer.from(beside, 'base64url')
  const middle = splitOf(size)
  const below =
    index < middle ? climb(leaf, index, middle, path) : climb(leaf, index - middle, size - middle, path)
  if (below === undefined) return undefined
  return index < middle ? nodeHash(below, other) : nodeHash(other, below)
}
