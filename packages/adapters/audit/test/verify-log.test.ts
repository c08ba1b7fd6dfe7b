import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Feed, type RecordedEvent, recordedLog, START } from '@seat-ledger/core'
import { arbitraryRecordedLog, manualClock } from '@seat-ledger/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import {
  type CheckpointArchive,
  fileArchive,
  keepCheckpoints,
  type LedgerHead,
  readCheckpoint,
  verifyLog,
} from '../src/index.js'
import { exported, keys, storeOf } from './support.js'

const recordedOf = async (feed: Feed): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = []
  for await (const recorded of recordedLog(feed, { organizationId: 'all', after: START })) {
    assert(E.isRight(recorded))
    events.push(recorded.right)
  }
  return events
}

/** A log of events as somebody with access to the store's files could leave it behind. */
const feedOf = (events: readonly RecordedEvent[]): Feed => ({
  async *follow({ prefix }) {
    for (const event of events) if (event.stream.startsWith(prefix)) yield { _tag: 'Event', event }
    yield { _tag: 'CaughtUp', position: START }
  },
})

const verdictOf = async (feed: Feed, checkpoint: readonly LedgerHead[] = [], allowUnsealed = false) => {
  const verdict = await verifyLog({ feed, organizationId: 'all', checkpoint, allowUnsealed })
  assert(E.isRight(verdict))
  return verdict.right
}

/** The kept checkpoint of a log. */
const checkpointOf = async (feed: Feed): Promise<readonly LedgerHead[]> => {
  const ending = new AbortController()
  let kept = ''
  const archive: CheckpointArchive = {
    keep: async ({ text }) => {
      kept = text
      ending.abort()
      return E.right(undefined)
    },
  }
  await keepCheckpoints({
    feed,
    clock: manualClock(0),
    signingKey: keys.privateKey,
    archive,
    everyMs: 1,
    signal: ending.signal,
  })
  const read = readCheckpoint(kept, keys.publicKey)
  assert(E.isRight(read))
  return read.right
}

const logs = arbitraryRecordedLog({ maxCommands: 10, maxPools: 4 })
const long = (): readonly RecordedEvent[] =>
  fc.sample(
    logs.filter(({ events }) => events.filter(({ stream }) => stream === events[0]?.stream).length > 4),
    1,
  )[0]?.events ?? []

describe('a store', () => {
  it('that nobody touched verifies, also against a checkpoint from before its last events', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), async ({ events }, cut) => {
        const { feed } = await storeOf(events)
        const recorded = await recordedOf(feed)
        const checkpoint = await checkpointOf(feedOf(recorded.slice(0, cut % (events.length + 1))))
        expect(await verdictOf(feed, checkpoint)).toMatchObject({
          events: events.length,
          unsealed: 0,
          finding: null,
        })
      }),
      { numRuns: 30 },
    )
  })

  it('in which an event was changed, removed, repeated or moved names it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom('change', 'remove', 'repeat', 'move'), async (pick, how) => {
        const { feed } = await storeOf(long())
        const events = [...(await recordedOf(feed))]
        const { stream } = events[0] ?? { stream: '' }
        const own = events.filter((event) => event.stream === stream)
        const at = 1 + (pick % (own.length - 2))
        const [event, next] = [own[at], own[at + 1]]
        assert(event !== undefined && next !== undefined)
        const index = events.indexOf(event)
        if (how === 'change')
          events[index] = { ...event, data: { ...(event.data as object), at: '2020-01-01T00:00:00.001Z' } }
        else if (how === 'remove') events.splice(index, 1)
        else if (how === 'repeat') events.splice(index, 0, event)
        else {
          events[events.indexOf(next)] = event
          events[index] = next
        }
        const kind = { change: 'changed', remove: 'removed', repeat: 'inserted', move: 'reordered' }[how]
        expect((await verdictOf(feedOf(events))).finding).toMatchObject({
          kind,
          stream,
          revision: event.revision,
          line: null,
        })
      }),
      { numRuns: 60 },
    )
  })

  it('whose ledgers lost their end, or that lost a ledger, is found out by a checkpoint and by nothing else', async () => {
    const { feed } = await storeOf(long())
    const events = await recordedOf(feed)
    const checkpoint = await checkpointOf(feed)
    const stream = events[0]?.stream ?? ''
    const last = events.findLast((event) => event.stream === stream)
    const shorter = feedOf(events.filter((event) => event !== last))
    expect((await verdictOf(shorter)).finding).toBeNull()
    expect((await verdictOf(shorter, checkpoint)).finding).toMatchObject({
      kind: 'truncated',
      stream,
      revision: last?.revision,
    })
    const without = feedOf(events.filter((event) => event.stream !== stream))
    expect((await verdictOf(without)).finding).toBeNull()
    expect((await verdictOf(without, checkpoint)).finding).toMatchObject({ kind: 'missing', stream })
  })

  it('whose chain was made anew after a change is found out by a checkpoint', async () => {
    const events = long()
    const checkpoint = await checkpointOf((await storeOf(events)).feed)
    const { stream, revision } = events.findLast(({ stream }) => stream === events[0]?.stream) ?? {
      stream: '',
      revision: 0,
    }
    const forged = await storeOf(
      events.map((event) =>
        event.stream === stream && event.revision === 1
          ? { ...event, id: '7d0e6d53-1f0c-4e6c-9d0e-2f1a1c5a7b11' }
          : event,
      ),
    )
    expect((await verdictOf(forged.feed)).finding).toBeNull()
    expect((await verdictOf(forged.feed, checkpoint)).finding).toMatchObject({
      kind: 'changed',
      stream,
      revision,
    })
  })

  it('without seals verifies only where that is allowed, and a seal that was taken away is never allowed', async () => {
    const events = long()
    const { feed } = await storeOf(events, false)
    expect((await verdictOf(feed)).finding).toMatchObject({ kind: 'unsealed', revision: 0 })
    expect(await verdictOf(feed, [], true)).toMatchObject({ unsealed: events.length, finding: null })
    const sealed = await recordedOf((await storeOf(events)).feed)
    const bare = sealed.map((event) =>
      event.revision === 1
        ? { ...event, metadata: events.find((one) => one.id === event.id)?.metadata }
        : event,
    )
    expect((await verdictOf(feedOf(bare), [], true)).finding).toMatchObject({ kind: 'unsealed', revision: 1 })
  })
})

describe('checkpoints', () => {
  it('are made at an interval and kept as whole files, and none verifies with a bit changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'checkpoints-'))
    try {
      const { feed } = await storeOf(long())
      const clock = manualClock(Date.UTC(2026, 2, 3))
      const ending = new AbortController()
      const files = fileArchive(join(folder, 'kept'))
      const archive: CheckpointArchive = {
        keep: async (checkpoint) => {
          const kept = await files.keep(checkpoint)
          if (checkpoint.at === '2026-03-03T00:01:00.000Z') ending.abort()
          return kept
        },
      }
      const running = keepCheckpoints({
        feed,
        clock,
        signingKey: keys.privateKey,
        archive,
        everyMs: 60_000,
        signal: ending.signal,
      })
      expect(await clock.nextSleep()).toBe(60_000)
      await clock.advance(60_000)
      await running
      const names = (await readdir(join(folder, 'kept'))).sort()
      expect(names).toEqual([
        'checkpoint-2026-03-03T000000.000Z.ndjson',
        'checkpoint-2026-03-03T000100.000Z.ndjson',
      ])
      const bytes = await readFile(join(folder, 'kept', names[0] ?? ''))
      expect(E.isRight(readCheckpoint(bytes.toString(), keys.publicKey))).toBe(true)
      for (let at = 0; at < bytes.length; at += 1) {
        const broken = Buffer.from(bytes)
        broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8))
        expect(E.isLeft(readCheckpoint(broken.toString(), keys.publicKey)), `byte ${at}`).toBe(true)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('say by a value, and go on, when they could not be kept', async () => {
    const ending = new AbortController()
    const failures: string[] = []
    const onFailure = ({ _tag }: { readonly _tag: string }): void => {
      failures.push(_tag)
      ending.abort()
    }
    const { feed } = await storeOf([])
    const archive = fileArchive('/dev/null/nowhere')
    await keepCheckpoints({
      feed,
      clock: manualClock(0),
      signingKey: keys.privateKey,
      archive,
      everyMs: 1,
      signal: ending.signal,
      onFailure,
    })
    expect(failures).toEqual(['NotKept'])
  })
})

describe('an export of one organization', () => {
  it('holds that organization’s events and no other’s', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async ({ events, histories }) => {
        const { feed } = await storeOf(events)
        for (const { organizationId } of histories) {
          const text = await exported(feed, { organizationId })
          const streams = [...text.matchAll(/"stream":"seat_ledger-([\w-]+)\./g)].map((match) => match[1])
          expect(new Set(streams)).toEqual(new Set([organizationId]))
        }
      }),
      { numRuns: 20 },
    )
  })
})
