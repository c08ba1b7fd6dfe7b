import {
  createSeats,
  type FeedMessage,
  LEDGER_PREFIX,
  type RunningProjection,
  START,
} from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { checkFile, openSqlitePlatform, type SqlitePlatform } from '../src/index.js'
import { eventsOf, streamOf } from './events.js'
import { BY } from './history.js'
import { lineWith, startChild } from './processes.js'
import { newFile } from './support.js'

const platformAt = async (file: string, pollMs = 60_000): Promise<SqlitePlatform> => {
  const platform = await openSqlitePlatform({ file, pollMs, invitationKeys: randomInvitationKeys() })
  assert(E.isRight(platform))
  return platform.right
}

describe('several processes on one file', () => {
  it('give 500 seats to 5,000 people from four of them: 500 exactly, and each acknowledged one once', async () => {
    const file = newFile()
    const platform = await platformAt(file)
    const seats = createSeats(platform)
    const pool = { organizationId: 'acme', poolId: 'rush' }
    const facts = {
      customerId: 'owner',
      source: { kind: 'order', id: 'o' },
      product: { id: 'p', name: 'P' },
    } as const
    await seats.openPool({ ...BY, ...pool, ...facts, capacity: 500 })
    const children = await Promise.all(
      [0, 1, 2, 3].map((name) => startChild(['assign', file, `w${name}`, '1250'])),
    )
    for (const child of children) child.go()
    expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0, 0])
    const ends = children.map((child) => lineWith(child, 'ends').ends as { readonly [end: string]: number })
    const acknowledged = children.flatMap((child) => lineWith(child, 'seats').seats as string[])
    expect(acknowledged.length).toBe(500)
    expect(ends.map((end) => Object.values(end).reduce((sum, count) => sum + count, 0))).toEqual([
      1250, 1250, 1250, 1250,
    ])
    expect(
      ends.flatMap(Object.keys).filter((end) => end !== 'Assigned' && end !== 'SeatNotAvailable'),
    ).toEqual([])
    const stored = await seats.pool(pool)
    expect(stored.live).toBe(500)
    const history = await Promise.all(
      acknowledged.map((seatId) => seats.seat({ organizationId: 'acme', seatId })),
    )
    expect(new Set(history.map(({ seat }) => seat.email.key)).size).toBe(500)
    const report = await checkFile({ file })
    expect(report).toMatchObject(E.right({ events: 501, findings: [] }))
    platform.close()
  })

  it("follow each other's events as they come, by the file system's word, without looking all the time", async () => {
    const file = newFile()
    const platform = await platformAt(file)
    const child = await startChild(['trickle', file, 'trickle', '30'])
    const abort = new AbortController()
    const feed = platform.feed.follow({ after: START, prefix: LEDGER_PREFIX, signal: abort.signal })
    const positions: string[] = []
    for await (const message of feed) {
      if (message._tag === 'CaughtUp' && message.position === START) child.go()
      if (message._tag === 'Event') positions.push(String(message.event.position))
      if (positions.length === 30) abort.abort()
    }
    expect(await child.ended).toBe(0)
    expect(positions).toEqual(child.lines.flatMap(({ position }) => position ?? []))
    platform.close()
  })

  it("show each other's seats in their read models", async () => {
    const file = newFile()
    const [one, other] = [await platformAt(file), await platformAt(file)]
    const directories: RunningProjection<unknown>[] = [one.startDirectory(), other.startDirectory()]
    const written = await createSeats(one).openPool({
      ...BY,
      organizationId: 'acme',
      poolId: 'p',
      customerId: 'owner',
      source: { kind: 'order', id: 'o' },
      product: { id: 'p', name: 'P' },
      capacity: 5,
    })
    for (const directory of directories) {
      expect(await directory.waitFor(written.position, { timeoutMs: 5_000 })).toMatchObject({ _tag: 'Right' })
      await directory.stop()
    }
    one.close()
    other.close()
  })
})

describe('a feed that waits', () => {
  it('does not wake up its reader for what is not an event', async () => {
    const platform = await platformAt(newFile(), 5)
    const other = await platformAt(platform.file)
    const abort = new AbortController()
    const messages: FeedMessage[] = []
    const following = (async () => {
      for await (const message of platform.feed.follow({ after: START, prefix: '', signal: abort.signal })) {
        messages.push(message)
        if (message._tag === 'Event') abort.abort()
      }
    })()
    for (let round = 0n; round < 50n; round++) {
      await other.checkpoints.save('reader', round)
      await platform.checkpoints.save('reader', round)
      await new Promise(setImmediate)
    }
    await other.eventStore.append(streamOf('end'), -1, eventsOf(1))
    await following
    expect(messages.map(({ _tag }) => _tag)).toEqual(['CaughtUp', 'Event'])
    other.close()
    platform.close()
  })

  it('ends with a failure when its store is closed', async () => {
    const platform = await platformAt(newFile())
    const messages: FeedMessage[] = []
    for await (const message of platform.feed.follow({
      after: START,
      prefix: '',
      signal: new AbortController().signal,
    })) {
      messages.push(message)
      if (message._tag === 'CaughtUp') setImmediate(platform.close)
    }
    const file = platform.file
    const cause = { _tag: 'StoreClosed', file }
    expect(messages.at(-1)).toEqual({
      _tag: 'Failed',
      failure: { _tag: 'StoreUnavailable', detail: `${file} is closed`, cause },
    })
  })
})
