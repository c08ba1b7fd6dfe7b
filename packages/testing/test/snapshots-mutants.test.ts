import type { Snapshots } from '@seat-ledger/core'
import { memorySnapshots } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { snapshotsCases } from '../src/index.js'
import { failingCases } from './failing-cases.js'

const loading = (change: (parts: readonly string[]) => readonly string[]): Snapshots => {
  const { load, save } = memorySnapshots()
  return { save, load: async (stream) => E.map(change)(await load(stream)) }
}

const naming = (rename: (stream: string) => string): Snapshots => {
  const saved = new Map<string, readonly string[]>()
  return {
    load: async (stream) => E.right(saved.get(rename(stream)) ?? []),
    save: async (stream, parts) => {
      saved.set(rename(stream), parts)
      return E.right(undefined)
    },
  }
}

/** Writes part by part over what is there. */
const overwriting = (): Snapshots => {
  const saved = new Map<string, string[]>()
  return {
    load: async (stream) => E.right(saved.get(stream) ?? []),
    save: async (stream, parts) => {
      const before = saved.get(stream) ?? []
      saved.set(stream, [...parts, ...before.slice(parts.length)])
      return E.right(undefined)
    },
  }
}

describe('the contract of snapshots', () => {
  it('is kept by those in memory', async () => {
    expect(await failingCases(snapshotsCases, () => ({ snapshots: memorySnapshots() }))).toEqual([])
  })

  it.each<readonly [string, () => Snapshots, string]>([
    [
      'sort their parts',
      () => loading((parts) => [...parts].sort()),
      'the parts come back as they were given',
    ],
    [
      'leave out empty parts',
      () => loading((parts) => parts.filter((part) => part !== '')),
      'the parts come back',
    ],
    ['leave out repeated parts', () => loading((parts) => [...new Set(parts)]), 'the parts come back'],
    [
      'normalise their parts',
      () => loading((parts) => parts.map((part) => part.trim())),
      'the parts come back',
    ],
    ['keep what a shorter save does not cover', overwriting, 'a save replaces all parts'],
    [
      'compare names without case',
      () => naming((stream) => stream.toLowerCase()),
      'streams with nearly the same name',
    ],
    ['have one place for all', () => naming(() => 'all'), 'many streams are saved at once'],
    [
      'cut at a million characters',
      () => loading((parts) => (parts.join('').length > 1e6 ? parts.slice(0, 2) : parts)),
      'twelve parts',
    ],
  ])('notices snapshots that %s', async (_, make, noticed) => {
    const failing = await failingCases(snapshotsCases, () => ({ snapshots: make() }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})
