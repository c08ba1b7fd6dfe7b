import type { Checkpoints, Clock, Ids, InvitationKeys } from '@seat-ledger/core'
import { memoryCheckpoints } from '@seat-ledger/memory'
import { nodeIds, randomInvitationKeys, systemClock } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { checkpointsCases, clockCases, idsCases, invitationKeysCases } from '../src/index.js'
import { failingCases } from './failing-cases.js'

const renaming = (rename: (reader: string) => string): Checkpoints => {
  const { load, save } = memoryCheckpoints()
  return {
    load: (reader) => load(rename(reader)),
    save: (reader, position) => save(rename(reader), position),
  }
}

const growing = (): Checkpoints => {
  const checkpoints = memoryCheckpoints()
  return {
    ...checkpoints,
    save: async (reader, position) => {
      const saved = await checkpoints.load(reader)
      return E.isRight(saved) && saved.right > position
        ? E.right(undefined)
        : checkpoints.save(reader, position)
    },
  }
}

const numeric = (): Checkpoints => {
  const checkpoints = memoryCheckpoints()
  return { ...checkpoints, save: (reader, position) => checkpoints.save(reader, BigInt(Number(position))) }
}

const zero = (): Checkpoints => {
  const { load, save } = memoryCheckpoints()
  return {
    save,
    load: async (reader) => E.map((position: bigint) => (position < 0n ? 0n : position))(await load(reader)),
  }
}

describe('the contract of checkpoints', () => {
  it('is kept by those in memory', async () => {
    expect(await failingCases(checkpointsCases, () => ({ checkpoints: memoryCheckpoints() }))).toEqual([])
  })

  it.each<readonly [string, () => Checkpoints, string]>([
    ['have one position for all readers', () => renaming(() => 'all'), 'readers are independent'],
    [
      'compare names without case',
      () => renaming((reader) => reader.toLowerCase()),
      'readers are independent',
    ],
    ['trim names', () => renaming((reader) => reader.trim()), 'readers are independent'],
    ['normalise names', () => renaming((reader) => reader.normalize('NFC')), 'readers are independent'],
    ['never go back', growing, 'the later save wins'],
    ['keep positions as numbers', numeric, 'position 9007199254740993'],
    ['begin at 0', zero, 'a reader that never saved begins at START'],
  ])('notices checkpoints that %s', async (_, make, noticed) => {
    const failing = await failingCases(checkpointsCases, () => ({ checkpoints: make() }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})

describe('the contract of ids', () => {
  it.each<readonly [string, Partial<Ids>, string]>([
    ['have short seats', { seat: () => nodeIds.seat().slice(1) }, 'a seat is 21 characters'],
    ['repeat seats', { seat: () => `${nodeIds.seat().slice(0, 1)}${'x'.repeat(20)}` }, 'no two seats'],
    ['have commands with spaces', { command: () => `${nodeIds.command()} !` }, 'a command is a command id'],
    ['draw event ids at random', { event: () => nodeIds.event(nodeIds.seat()) }, 'is the UUIDv5'],
    ['have event ids of another namespace', { event: (name) => nodeIds.event(`x${name}`) }, 'is the UUIDv5'],
    ['pad fingerprints', { fingerprint: (text) => `${nodeIds.fingerprint(text)}=` }, 'the fingerprint of'],
  ])('notices ids that %s', async (_, change, noticed) => {
    const failing = await failingCases(idsCases, () => ({ ids: { ...nodeIds, ...change } }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})

describe('the contract of a clock', () => {
  it.each<readonly [string, Partial<Clock>, string]>([
    ['is not a number', { now: () => Number.NaN }, 'now is a time in milliseconds'],
    ['counts microseconds', { now: () => Date.now() * 1e6 }, 'a Date can show'],
    ['never sleeps', { sleep: async () => {} }, 'a sleep settles when its time has passed'],
    [
      'rejects on an abort',
      {
        sleep: async (milliseconds, signal) => {
          await systemClock.sleep(milliseconds, signal)
          if (signal?.aborted) throw new Error('aborted')
        },
      },
      'a sleep ends at once when its signal aborts',
    ],
    ['always sleeps as long', { sleep: () => systemClock.sleep(30) }, 'sleepers wake in the order'],
  ])('notices one that %s', async (_, change, noticed) => {
    const failing = await failingCases(clockCases, () => ({ clock: { ...systemClock, ...change } }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})

describe('the contract of invitation keys', () => {
  const keys = randomInvitationKeys()
  const decode = (mac: string): string => Buffer.from(mac, 'base64url').toString('hex')

  it.each<readonly [string, Partial<InvitationKeys>, string]>([
    ['have no current key', { current: 'gone' }, 'a mac is 32 bytes'],
    ['have a current key with a dot', { current: 'a.b' }, 'the current key has an id'],
    ['find everything good', { verify: () => true }, 'whatever is not exactly the mac'],
    ['find nothing good', { verify: () => false }, 'a mac is good for its text'],
    [
      'compare what macs decode to',
      { verify: (keyId, text, mac) => decode(keys.sign(keyId, text) ?? '-') === decode(mac) },
      'whatever is not exactly the mac',
    ],
    ['sign with any key', { sign: (_, text) => keys.sign(keys.current, text) }, 'a key that does not exist'],
    ['shorten macs', { sign: (keyId, text) => keys.sign(keyId, text)?.slice(0, 22) }, 'a mac is 32 bytes'],
  ])('notices keys that %s', async (_, change, noticed) => {
    const failing = await failingCases(invitationKeysCases, () => ({
      invitationKeys: { ...keys, ...change },
    }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})
