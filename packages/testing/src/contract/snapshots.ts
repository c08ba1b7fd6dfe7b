import { deepStrictEqual } from 'node:assert/strict'
import { MAX_SNAPSHOT_PART, type Snapshots, type StreamName } from '@seat-ledger/core'
import { right } from './answers.js'
import type { ContractCase, Subject } from './case.js'
import { freshStreams, upTo } from './streams.js'

/** Snapshots to be tested. They may be shared and hold those of other streams. */
export interface SnapshotsUnderTest extends Subject {
  readonly snapshots: Snapshots
}

const expectLoad = async (
  snapshots: Snapshots,
  stream: StreamName,
  parts: readonly string[],
): Promise<void> => {
  deepStrictEqual(await right(() => snapshots.load(stream)), parts)
}

const save = (snapshots: Snapshots, stream: StreamName, parts: readonly string[]): Promise<void> =>
  right(() => snapshots.save(stream, parts))

/** The rules of `Snapshots`. */
export const snapshotsCases: readonly ContractCase<SnapshotsUnderTest>[] = [
  {
    name: 'a stream that was never saved has no parts',
    run: ({ snapshots }) => expectLoad(snapshots, freshStreams().stream(), []),
  },
  {
    name: 'the parts come back as they were given, in order, to the last character',
    run: async ({ snapshots }) => {
      const stream = freshStreams().stream()
      const parts = ['b', 'a', '', 'b', '{"json":[1,"2"]}\n', 'Grüße, 漢字, 🪑, \u0001\u007f\u2028\ufeff"\\']
      await save(snapshots, stream, parts)
      await expectLoad(snapshots, stream, parts)
    },
  },
  {
    name: 'a save replaces all parts of the one before, also when it has fewer',
    run: async ({ snapshots }) => {
      const stream = freshStreams().stream()
      for (const parts of [['1'], ['2', '2', '2'], ['3', '3'], ['4'], ['5', '5', '5']]) {
        await save(snapshots, stream, parts)
        await expectLoad(snapshots, stream, parts)
      }
    },
  },
  {
    name: 'streams with nearly the same name are strangers',
    run: async ({ snapshots }) => {
      const { stream } = freshStreams()
      const names = ['ab', 'AB', 'a-b', 'a_b', 'axb'].map((pool) => stream(pool))
      for (const name of names) await save(snapshots, name, [name])
      for (const name of names) await expectLoad(snapshots, name, [name])
    },
  },
  {
    name: 'twelve parts of the greatest size, of characters that take three bytes, are one snapshot',
    run: async ({ snapshots }) => {
      const stream = freshStreams().stream()
      const parts = upTo(12).map((part) =>
        `${part}${'漢'.repeat(MAX_SNAPSHOT_PART)}`.slice(0, MAX_SNAPSHOT_PART),
      )
      await save(snapshots, stream, parts)
      await expectLoad(snapshots, stream, parts)
    },
  },
  {
    name: 'many streams are saved at once',
    run: async ({ snapshots }) => {
      const { stream } = freshStreams()
      const names = upTo(20).map((pool) => stream(`pool-${pool}`))
      await Promise.all(names.map((name) => save(snapshots, name, [name, 'end'])))
      for (const name of names) await expectLoad(snapshots, name, [name, 'end'])
    },
  },
]
