import type { Checkpoints, EventStore, JournalFailure } from '@seat-ledger/core'
import { type PostResult, Webhooks, type WebhookTransport } from '@seat-ledger/webhooks'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { endpointAt, LOOPBACK, ORGANIZATION, openPool, pool, right, type World, world } from './support.js'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const REFUSED: PostResult = { _tag: 'Answered', status: 500, answer: '', retryAfterSeconds: undefined }
const TAKEN: PostResult = { ...REFUSED, status: 204 }

/** A transport that tells of each post, and takes what `takes` says. */
const transportOf = (takes: () => boolean, onTaken: () => void = () => {}): WebhookTransport => ({
  post: async () => {
    if (!takes()) return REFUSED
    onTaken()
    return TAKEN
  },
  close: async () => {},
})

interface Told {
  readonly failures: JournalFailure['_tag'][]
  /** Settles with the first failure. */
  readonly first: Promise<void>
  readonly onFailure: (endpointId: string, failure: JournalFailure) => void
}

const listening = (): Told => {
  const failures: JournalFailure['_tag'][] = []
  let tell = (): void => {}
  const first = new Promise<void>((resolve) => {
    tell = resolve
  })
  return {
    failures,
    first,
    onFailure: (_, failure) => {
      failures.push(failure._tag)
      tell()
    },
  }
}

const started = async (options: ConstructorParameters<typeof Webhooks>[0]): Promise<World['webhooks']> => {
  const webhooks = new Webhooks({ ...LOOPBACK, ...options })
  open.push(() => webhooks.stop())
  return webhooks
}

describe('who waits for the position of a setting', () => {
  it('finds the endpoint at work, however long it takes to start', async () => {
    const { platform, seats, webhooks: unused } = world()
    await unused.stop()
    let [start, begun] = [(): void => {}, (): void => {}]
    const starting = new Promise<void>((resolve) => {
      begun = resolve
    })
    const held = new Promise<void>((resolve) => {
      start = resolve
    })
    const checkpoints: Checkpoints = {
      load: (reader) => platform.checkpoints.load(reader),
      save: async (reader, position) => {
        begun()
        await held
        return platform.checkpoints.save(reader, position)
      },
    }
    const webhooks = await started({
      platform: { ...platform, checkpoints },
      transport: transportOf(() => true),
    })
    await openPool(seats, 'sub_1')
    await webhooks.reached(0n)
    const { endpoint, position } = right(
      await webhooks.endpoints.create(ORGANIZATION, { url: 'https://example.com/' }),
    )
    await starting
    const settled = webhooks.reached(position).then(() => webhooks.settled(endpoint.id, position))
    start()
    expect(await settled).toStrictEqual(E.right(undefined))
  })
})

describe('an endpoint whose journal', () => {
  it('is written by another process too is left to that one, and somebody is told', async () => {
    const { platform, seats, webhooks: unused } = world()
    await unused.stop()
    const told = listening()
    const { onFailure } = told
    const one = await started({ platform, transport: transportOf(() => false), onFailure })
    const two = await started({ platform, transport: transportOf(() => false), onFailure })
    const endpoint = await endpointAt({ platform, seats, webhooks: one }, { url: 'https://example.com/' })
    await two.reached(0n)
    await openPool(seats, 'sub_1')
    const { position } = await seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    await told.first
    expect(told.failures).toEqual(['WrongRevision'])
    const ends = [await one.settled(endpoint.id, position), await two.settled(endpoint.id, position)]
    expect(ends.filter(E.isRight)).toHaveLength(1)
    expect([one.status().broken, two.status().broken].toSorted()).toEqual([0, 1])
    expect(told.failures).toEqual(['WrongRevision'])
  })

  it('cannot be written for a while goes on by itself when it can, and nothing is lost', async () => {
    const { platform, seats, webhooks: unused } = world()
    await unused.stop()
    let isBroken = true
    const eventStore: EventStore = {
      read: (stream, range) => platform.eventStore.read(stream, range),
      append: async (stream, expected, events) =>
        isBroken && stream.startsWith('reactor-')
          ? E.left({ _tag: 'StoreRefused', detail: 'read-only', cause: undefined })
          : platform.eventStore.append(stream, expected, events),
    }
    let takes = false
    let taken = (): void => {}
    const arrived = new Promise<void>((resolve) => {
      taken = resolve
    })
    const told = listening()
    const transport = transportOf(
      () => takes,
      () => taken(),
    )
    const webhooks = await started({
      platform: { ...platform, eventStore },
      transport,
      onFailure: told.onFailure,
    })
    const endpoint = await endpointAt({ platform, seats, webhooks }, { url: 'https://example.com/' })
    await openPool(seats, 'sub_1')
    const { position } = await seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    await told.first
    expect(told.failures[0]).toBe('StoreRefused')
    isBroken = false
    takes = true
    await arrived
    right(await webhooks.settled(endpoint.id, position))
    expect(webhooks.status()).toEqual({ active: 1, broken: 0, parked: 0 })
  })
})
