import { type RunningProjection, type SeatDirectory, seatIndex } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { openSqlitePlatform, type SqlitePlatform } from '../src/index.js'
import { answersOf, inMemory } from './directory-answers.js'
import { handClock, live, recordsIn, someActs } from './history.js'
import { newFile } from './support.js'

const platformAt = async (file: string): Promise<SqlitePlatform> => {
  const platform = await openSqlitePlatform({
    file,
    durability: 'normal',
    invitationKeys: randomInvitationKeys(),
  })
  assert(E.isRight(platform))
  return platform.right
}

/** What core's index says of the same log, folded from its start. */
const freshFold = async (platform: SqlitePlatform): Promise<SeatDirectory> => {
  const records = await recordsIn(platform.feed)
  return inMemory(records.reduce(seatIndex.evolve, seatIndex.initial()))
}

const agree = async (
  platform: SqlitePlatform,
  directory: RunningProjection<SeatDirectory>,
  now: number,
  limit: number,
): Promise<void> => {
  const last = (await recordsIn(platform.feed)).at(-1)
  await directory.waitFor(last?.position ?? -1n)
  const fresh = await freshFold(platform)
  expect(directory.query((answers) => answersOf(answers, now, limit))).toEqual(answersOf(fresh, now, limit))
}

describe('the read model in the file', () => {
  it('gives every answer that core gives from memory, after any history and at any time', async () => {
    const size = fc.integer({ min: 1, max: 5 })
    await fc.assert(
      fc.asyncProperty(someActs(60), someActs(20), size, async (before, after, limit) => {
        const platform = await platformAt(newFile())
        const clock = handClock()
        await live(before, platform, clock)
        const directory = platform.startDirectory()
        await agree(platform, directory, clock.now(), limit)
        await live(after, platform, clock)
        clock.pass(30_000)
        await agree(platform, directory, clock.now(), limit)
        await directory.stop()
        platform.close()
      }),
      { numRuns: 6, endOnFailure: true },
    )
  })

  it('goes on where it stopped: after a restart nothing is folded that was folded before', async () => {
    const file = newFile()
    const first = await platformAt(file)
    await live(fc.sample(someActs(60), { numRuns: 1, seed: 7 })[0] ?? [], first, handClock())
    const directory = first.startDirectory()
    await directory.ready
    const position = directory.position()
    await directory.stop()
    first.close()
    const second = await platformAt(file)
    const again = second.startDirectory()
    expect(again.position()).toBe(position)
    expect(again.position()).toBe((await recordsIn(second.feed)).at(-1)?.position)
    await again.stop()
    second.close()
  })

  it('is kept by every process that has the file open, without anything being folded twice', async () => {
    const file = newFile()
    const [one, other] = [await platformAt(file), await platformAt(file)]
    const directories = [one.startDirectory(), other.startDirectory()]
    const clock = handClock()
    const acts = fc.sample(someActs(60), { numRuns: 2, seed: 3 })
    await Promise.all([live(acts[0] ?? [], one, clock), live(acts[1] ?? [], other, clock)])
    for (const directory of directories) await agree(one, directory, clock.now(), 3)
    await Promise.all(directories.map((directory) => directory.stop()))
    one.close()
    other.close()
  })

  it('is built anew on demand, with progress up to the end of the log, and says the same again', async () => {
    const platform = await platformAt(newFile())
    const clock = handClock()
    await live(fc.sample(someActs(60), { numRuns: 1, seed: 5 })[0] ?? [], platform, clock)
    const directory = platform.startDirectory()
    await directory.ready
    const before = directory.query((answers) => answersOf(answers, clock.now(), 3))
    const steps: { position: number; last: number }[] = []
    const rebuilt = await platform.rebuild((progress) => steps.push(progress))
    const last = Number((await recordsIn(platform.feed)).at(-1)?.position)
    expect(rebuilt).toEqual(E.right({ position: last, skipped: 0 }))
    expect(steps.at(-1)).toEqual({ position: last, last })
    expect(directory.query((answers) => answersOf(answers, clock.now(), 3))).toEqual(before)
    await directory.stop()
    platform.close()
  })

  it('tells who waits that it was not reached in time, or will never be', async () => {
    const platform = await platformAt(newFile())
    const directory = platform.startDirectory()
    await directory.ready
    expect(await directory.waitFor(5n, { timeoutMs: 1 })).toEqual(E.left({ _tag: 'TimedOut', position: -1n }))
    const waiting = directory.waitFor(5n)
    await directory.stop()
    expect(await waiting).toEqual(E.left({ _tag: 'Stopped' }))
    expect(directory.status()).toEqual({ _tag: 'Stopped' })
    platform.close()
  })
})
