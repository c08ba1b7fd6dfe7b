import { type EventToAppend, ledgerStream, NO_STREAM, OrganizationId, PoolId, START } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { memoryPlatform, memoryStore } from '../src/index.js'

const streamOf = (organization: string, pool: string) => {
  assert(OrganizationId.is(organization) && PoolId.is(pool))
  return ledgerStream(organization, pool)
}

const stream = streamOf('acme', 'team')

const eventOf = (id: string): EventToAppend => ({ id, type: 'Example', data: { id }, metadata: {} })

describe('a memory store', () => {
  it('counts positions from 0 over all streams, and START is just before', async () => {
    const { eventStore } = memoryStore()
    const other = streamOf('acme', 'other')
    expect(START).toBe(-1n)
    expect(await eventStore.append(stream, NO_STREAM, [eventOf('a'), eventOf('b')])).toEqual(
      E.right({ revision: 1, position: 1n }),
    )
    expect(await eventStore.append(other, NO_STREAM, [eventOf('c')])).toEqual(
      E.right({ revision: 0, position: 2n }),
    )
  })

  it('gives back the very objects that it was given', async () => {
    const { eventStore } = memoryStore()
    const event = eventOf('a')
    await eventStore.append(stream, NO_STREAM, [event])
    const read = await eventStore.read(stream, { from: 0, limit: 1 })
    assert(E.isRight(read))
    expect(read.right[0]?.data).toBe(event.data)
    expect(read.right[0]?.metadata).toBe(event.metadata)
  })

  it('refuses an append of no events, and creates no stream for it', async () => {
    const { eventStore } = memoryStore()
    const refused = await eventStore.append(stream, NO_STREAM, [])
    expect(refused).toEqual(
      E.left({ _tag: 'StoreRefused', detail: 'An append holds at least one event', cause: undefined }),
    )
    expect(await eventStore.append(stream, NO_STREAM, [eventOf('a')])).toEqual(
      E.right({ revision: 0, position: 0n }),
    )
  })

  it.each([-2, Number.NaN, 0.5, Number.POSITIVE_INFINITY])('is at no revision %d', async (expected) => {
    const { eventStore } = memoryStore()
    await eventStore.append(stream, NO_STREAM, [eventOf('a')])
    expect(await eventStore.append(stream, expected, [eventOf('a')])).toEqual(
      E.left({ _tag: 'WrongRevision', stream, expected }),
    )
  })

  it('lets timers have their turn while a feed gives thousands of events', async () => {
    const { eventStore, feed } = memoryStore()
    await eventStore.append(
      stream,
      NO_STREAM,
      Array.from({ length: 5_000 }, (_, index) => eventOf(String(index))),
    )
    const controller = new AbortController()
    setImmediate(() => controller.abort())
    let given = 0
    for await (const { _tag } of feed.follow({ after: START, prefix: '', signal: controller.signal }))
      if (_tag === 'Event') given += 1
    expect(given).toBeLessThan(5_000)
  })
})

describe('a memory platform', () => {
  it('is a world of its own', async () => {
    const [one, other] = [memoryPlatform(), memoryPlatform()]
    await one.eventStore.append(stream, NO_STREAM, [eventOf('a')])
    await one.checkpoints.save('reader', 7n)
    expect(await other.eventStore.read(stream, { from: 0, limit: 1 })).toEqual(E.right([]))
    expect(await other.checkpoints.load('reader')).toEqual(E.right(START))
    const mac = one.invitationKeys.sign(one.invitationKeys.current, 'text') ?? ''
    expect(other.invitationKeys.verify(other.invitationKeys.current, 'text', mac)).toBe(false)
  })

  it('uses the clock, the ids and the keys that it is given', () => {
    const { clock, ids, invitationKeys } = memoryPlatform()
    const platform = memoryPlatform({ clock, ids, invitationKeys })
    expect([platform.clock, platform.ids, platform.invitationKeys]).toEqual([clock, ids, invitationKeys])
    expect(platform.invitationKeys).toBe(invitationKeys)
  })
})
