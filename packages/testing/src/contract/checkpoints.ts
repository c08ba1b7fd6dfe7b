import { deepStrictEqual } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Checkpoints, type Position, START } from '@seat-ledger/core'
import { right } from './answers.js'
import type { ContractCase, Subject } from './case.js'
import { upTo } from './streams.js'

/** Checkpoints to be tested. They may be shared and hold those of other readers. */
export interface CheckpointsUnderTest extends Subject {
  readonly checkpoints: Checkpoints
}

const newReader = (): string => `contract-${randomUUID()}`

const expectLoad = async (checkpoints: Checkpoints, reader: string, position: Position): Promise<void> => {
  deepStrictEqual(await right(() => checkpoints.load(reader)), position)
}

const save = (checkpoints: Checkpoints, reader: string, position: Position): Promise<void> =>
  right(() => checkpoints.save(reader, position))

/** The rules of `Checkpoints`. */
export const checkpointsCases: readonly ContractCase<CheckpointsUnderTest>[] = [
  {
    name: 'a reader that never saved begins at START',
    run: ({ checkpoints }) => expectLoad(checkpoints, newReader(), START),
  },
  ...[0n, 1n, START, 2n ** 53n + 1n, 2n ** 63n - 1n].map(
    (position): ContractCase<CheckpointsUnderTest> => ({
      name: `position ${position} comes back to the last digit`,
      run: async ({ checkpoints }) => {
        const reader = newReader()
        await save(checkpoints, reader, position)
        await expectLoad(checkpoints, reader, position)
      },
    }),
  ),
  {
    name: 'the later save wins, also when it goes back',
    run: async ({ checkpoints }) => {
      const reader = newReader()
      for (const position of [5n, 9n, 9n, 10n, 3n, START, 7n]) {
        await save(checkpoints, reader, position)
        await expectLoad(checkpoints, reader, position)
      }
    },
  },
  {
    name: 'readers are independent, also when their names differ only by case, by a space or by an accent',
    run: async ({ checkpoints }) => {
      const reader = newReader()
      const names = ['', 'a', 'A', 'a ', ' a', 'ä', 'a\u0308', 'a_', 'a%', 'a/b', 'a:b', "a'b"].map(
        (tail) => `${reader}/${tail}`,
      )
      for (const [index, name] of names.entries()) await save(checkpoints, name, BigInt(index))
      for (const [index, name] of names.entries()) await expectLoad(checkpoints, name, BigInt(index))
      await expectLoad(checkpoints, reader, START)
    },
  },
  {
    name: 'many readers save at once',
    run: async ({ checkpoints }) => {
      const readers = upTo(20).map(newReader)
      await Promise.all(readers.map((reader, index) => save(checkpoints, reader, BigInt(index))))
      for (const [index, reader] of readers.entries()) await expectLoad(checkpoints, reader, BigInt(index))
    },
  },
]
