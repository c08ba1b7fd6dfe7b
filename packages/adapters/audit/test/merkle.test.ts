import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inclusionProof, isIncluded, merkleRoot } from '../src/index.js'

describe('the Merkle tree', () => {
  it('has the roots of the test vectors of RFC 6962 implementations', () => {
    const root = (leaves: readonly string[]) => Buffer.from(merkleRoot(leaves), 'base64url').toString('hex')
    expect(root([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(root([''])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(root(['', '\0'])).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
  })

  it('proves every leaf under its root, and no other leaf, place or root', async () => {
    await fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.string(),
        (leaves, pick, other) => {
          const root = merkleRoot(leaves)
          const index = pick % leaves.length
          const proof = inclusionProof(leaves, index)
          const leaf = leaves[index]
          if (proof === undefined || leaf === undefined) throw new Error('every leaf has a proof')
          expect(isIncluded(leaf, proof, root)).toBe(true)
          expect(isIncluded(`${leaf}x`, proof, root)).toBe(false)
          if (other !== leaf) expect(isIncluded(other, proof, root)).toBe(false)
          expect(isIncluded(leaf, { ...proof, path: proof.path.slice(1) }, root)).toBe(leaves.length === 1)
          expect(isIncluded(leaf, proof, merkleRoot([...leaves, 'one more']))).toBe(false)
          expect(inclusionProof(leaves, leaves.length)).toBeUndefined()
        },
      ),
      { numRuns: 300 },
    )
  })
})
