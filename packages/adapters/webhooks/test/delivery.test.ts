import { verify } from '@seat-ledger/webhooks'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  endpointAt,
  ORGANIZATION,
  ok,
  openPool,
  pool,
  Receiver,
  right,
  type World,
  world,
} from './support.js'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const receiverOf = async (...args: Parameters<typeof Receiver.start>): Promise<Receiver> => {
  const receiver = await Receiver.start(...args)
  open.push(() => receiver.stop())
  return receiver
}

const started = (timeoutMs?: number): World => {
  const started = world(timeoutMs)
  open.push(() => started.webhooks.stop())
  return started
}

describe('an endpoint', () => {
  it('receives assigned, claimed and revoked, signed, with sequence, actor, reason and holder, and never a token', async () => {
    const receiver = await receiverOf(ok)
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const assigned = await it.seats.assign({
      ...pool('sub_1'),
      email: 'Ada@example.com',
      reason: 'New in the team',
    })
    const token = assigned.invitationToken ?? ''
    await it.seats.claim({ actor: { kind: 'customer', id: 'cus_ada' }, token, customerId: 'cus_ada' })
    const revoked = await it.seats.revoke({ ...pool('sub_1'), seatId: assigned.seat.id })
    right(await it.webhooks.settled(endpoint.id, revoked.position))
    expect(receiver.messages).toMatchObject([
      {
        type: 'customer_seat.assigned',
        sequence: 1,
        reason: 'New in the team',
        data: { status: 'pending', email: 'Ada@example.com' },
      },
      {
        type: 'customer_seat.claimed',
        sequence: 2,
        actor: { kind: 'customer', id: 'cus_ada' },
        data: { status: 'claimed' },
      },
      {
        type: 'customer_seat.revoked',
        sequence: 3,
        holder: { customer_id: 'cus_ada' },
        data: { status: 'revoked' },
      },
    ])
    const secrets = it.webhooks.secrets(endpoint)
    for (const received of receiver.received) {
      expect(verify(secrets, received, it.platform.clock.now())._tag).toBe('Right')
      expect(received.body).not.toContain(token)
      expect(received.body).not.toContain('invitation_token"')
    }
  })

  it('receives claimed only for an immediate claim, nothing for a second revoke, and other types only on request', async () => {
    const receiver = await receiverOf(ok)
    const asking = await receiverOf(ok)
    const it = started()
    const plain = await endpointAt(it, { url: receiver.url })
    const all = await endpointAt(it, {
      url: asking.url,
      types: ['seat_pool.capacity_changed', 'seat_pool.closed', 'customer_seat.invitation_resent'],
    })
    await openPool(it.seats, 'sub_1')
    const { seat } = await it.seats.assign({
      ...pool('sub_1'),
      email: 'a@example.com',
      immediateClaim: { customerId: 'cus_a' },
    })
    await it.seats.revoke({ ...pool('sub_1'), seatId: seat.id })
    await it.seats.revoke({ ...pool('sub_1'), seatId: seat.id })
    const second = await it.seats.assign({ ...pool('sub_1'), email: 'b@example.com' })
    await it.seats.resend({ ...pool('sub_1'), seatId: second.seat.id })
    await it.seats.changeCapacity({ ...pool('sub_1'), capacity: 7 })
    const { position } = await it.seats.closePool(pool('sub_1'))
    for (const { id } of [plain, all]) right(await it.webhooks.settled(id, position))
    expect(receiver.messages.map(({ type }) => type.split('.')[1])).toEqual([
      'claimed',
      'revoked',
      'assigned',
      'revoked',
    ])
    expect(asking.messages.map(({ type }) => type)).toEqual([
      'customer_seat.invitation_resent',
      'seat_pool.capacity_changed',
      'seat_pool.closed',
    ])
    expect(asking.messages.at(-1)).toMatchObject({ data: { status: 'closed', capacity: 7, live_seats: 0 } })
  })

  it('receives nothing of another organization, and nothing from before it was made', async () => {
    const receiver = await receiverOf(ok)
    const it = started()
    await openPool(it.seats, 'sub_1')
    await it.seats.assign({ ...pool('sub_1'), email: 'before@example.com' })
    const endpoint = await endpointAt(it, { url: receiver.url })
    const other = { ...pool('sub_1'), organizationId: 'org_other' }
    const source = { kind: 'order', id: 'o' }
    await it.seats.openPool({
      ...other,
      customerId: 'c',
      source,
      product: { id: 'p', name: 'P' },
      capacity: 5,
    })
    await it.seats.assign({ ...other, email: 'other@example.com' })
    const { position } = await it.seats.assign({ ...pool('sub_1'), email: 'after@example.com' })
    right(await it.webhooks.settled(endpoint.id, position))
    expect(receiver.messages.map(({ data }) => data)).toMatchObject([{ email: 'after@example.com' }])
  })

  it('gets every message in the order of its pool, with one id for all tries, whatever it answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('ok', 'ok', 'ok', '500', '429', '301', 'reset', 'hang'), {
          minLength: 3,
          maxLength: 30,
        }),
        async (moods) => {
          fc.pre(moods.includes('ok'))
          const accepted: string[] = []
          const receiver = await Receiver.start((response, number) => {
            const mood = moods[(number - 1) % moods.length]
            if (mood === 'ok') {
              accepted.push(receiver.received[number - 1]?.body ?? '')
              ok(response)
            } else if (mood === 'reset') response.socket?.destroy()
            else if (mood === '429') response.writeHead(429, { 'retry-after': '30' }).end()
            else if (mood === '301') response.writeHead(301, { location: '/elsewhere' }).end()
            else if (mood === '500') response.writeHead(500).end('x'.repeat(10_000))
          })
          const it = world(40)
          const endpoint = await endpointAt(it, { url: receiver.url })
          for (const poolId of ['sub_1', 'sub_2']) await openPool(it.seats, poolId)
          let last = 0n
          for (let person = 0; person < 4; person++) {
            for (const poolId of ['sub_1', 'sub_2']) {
              last = (await it.seats.assign({ ...pool(poolId), email: `p${person}@example.com` })).position
            }
          }
          right(await it.webhooks.settled(endpoint.id, last))
          const parked = it.webhooks.parked(endpoint.id)
          const sequences = (poolId: string) =>
            accepted
              .map((body) => JSON.parse(body))
              .flatMap(({ data, sequence }) => (data.subscription_id === poolId ? [sequence] : []))
          for (const poolId of ['sub_1', 'sub_2']) {
            // A receiver may have accepted what timed out here: at least once, and in order all the same.
            const given = [...new Set(sequences(poolId))]
            const aside = parked.flatMap(({ stream, revision }) =>
              stream.endsWith(`.${poolId}`) ? [revision] : [],
            )
            expect(given).toEqual([...given].sort((a, b) => a - b))
            expect([...new Set([...given, ...aside])].sort((a, b) => a - b)).toEqual([1, 2, 3, 4])
          }
          expect(new Set(receiver.ids).size).toBe(8)
          await it.webhooks.stop()
          await receiver.stop()
        },
      ),
      { numRuns: 25 },
    )
  })

  it('that is down for ten tries has its message parked, the later ones go on, and a replay sends it once more', async () => {
    let down = true
    const receiver = await receiverOf((response) => (down ? response.writeHead(500).end() : ok(response)))
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const first = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    right(await it.webhooks.settled(endpoint.id, first.position))
    expect(receiver.received.length).toBe(10)
    down = false
    const second = await it.seats.assign({ ...pool('sub_1'), email: 'b@example.com' })
    right(await it.webhooks.settled(endpoint.id, second.position))
    const [parked] = it.webhooks.parked(endpoint.id)
    expect(parked).toMatchObject({ revision: 1, tries: 10, detail: 'the receiver answered 500' })
    right(
      await it.webhooks.replay(ORGANIZATION, endpoint.id, [{ stream: parked?.stream as never, revision: 1 }]),
    )
    right(await it.webhooks.settled(endpoint.id, second.position))
    expect(it.webhooks.parked(endpoint.id)).toEqual([])
    expect(receiver.messages.slice(10).map(({ sequence }) => sequence)).toEqual([2, 1])
    expect(receiver.ids.at(-1)).toBe(receiver.ids[0])
  })

  it('is tried again after the waits that are promised, and not before Retry-After where the receiver says so', async () => {
    const receiver = await receiverOf((response, number) =>
      number === 2 ? response.writeHead(429, { 'retry-after': '7200' }).end() : response.writeHead(503).end(),
    )
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const { position } = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    right(await it.webhooks.settled(endpoint.id, position))
    await it.webhooks.stop()
    const page = right(await it.webhooks.deliveries(ORGANIZATION, endpoint.id, { before: null, limit: 100 }))
    const tries = [...page.deliveries].reverse()
    expect(tries.map(({ attempt, status }) => [attempt, status])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, index === 1 ? 429 : 503]),
    )
    const times = tries.map(({ at }) => Date.parse(at) / 1_000)
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    const promised = [5, 7_200, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(promised[index] ?? 0)
      expect(wait).toBeLessThan((promised[index] ?? 0) * 1.1 + 1)
    }
  })

  it('that answers 410 is disabled, and receives what it missed when it is made active again', async () => {
    let gone = true
    const receiver = await receiverOf((response) => (gone ? response.writeHead(410).end() : ok(response)))
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const { position } = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    expect(await it.webhooks.settled(endpoint.id, position)).toMatchObject({ _tag: 'Left' })
    expect(right(await it.webhooks.endpoints.get(ORGANIZATION, endpoint.id)).status).toBe('disabled')
    gone = false
    const changed = right(await it.webhooks.endpoints.change(ORGANIZATION, endpoint.id, { paused: false }))
    await it.webhooks.reached(changed.position)
    right(await it.webhooks.settled(endpoint.id, position))
    expect(receiver.messages.map(({ sequence }) => sequence)).toEqual([1, 1])
  })

  it('that sends a gigabyte back is cut off at 4 KB and counts as delivered', async () => {
    let written = 0
    const receiver = await receiverOf((response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(65_536, 'x')
      const pump = (): void => {
        while (written < 1_073_741_824 && !response.destroyed) {
          written += chunk.length
          if (!response.write(chunk)) return void response.once('drain', pump)
        }
        response.end()
      }
      response.on('error', () => {})
      pump()
    })
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const { position } = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    right(await it.webhooks.settled(endpoint.id, position))
    await it.webhooks.stop()
    const { deliveries } = right(
      await it.webhooks.deliveries(ORGANIZATION, endpoint.id, { before: null, limit: 10 }),
    )
    expect(deliveries.map(({ outcome, status, detail }) => [outcome, status, detail.length])).toEqual([
      ['delivered', 200, 4096],
    ])
    expect(written).toBeLessThan(100_000_000)
  })

  it('that is paused gets its messages when it goes on, and none of them twice', async () => {
    const receiver = await receiverOf(ok)
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const first = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    right(await it.webhooks.settled(endpoint.id, first.position))
    const paused = right(await it.webhooks.endpoints.change(ORGANIZATION, endpoint.id, { paused: true }))
    await it.webhooks.reached(paused.position)
    const second = await it.seats.assign({ ...pool('sub_1'), email: 'b@example.com' })
    const active = right(await it.webhooks.endpoints.change(ORGANIZATION, endpoint.id, { paused: false }))
    await it.webhooks.reached(active.position)
    right(await it.webhooks.settled(endpoint.id, second.position))
    expect(receiver.messages.map(({ sequence }) => sequence)).toEqual([1, 2])
  })

  it('answers a ping at once, and says what went wrong with it', async () => {
    const receiver = await receiverOf((response, number) =>
      number === 1 ? ok(response) : response.writeHead(500).end(),
    )
    const it = started()
    const endpoint = await endpointAt(it, { url: receiver.url })
    expect(right(await it.webhooks.ping(ORGANIZATION, endpoint.id))).toEqual({ delivered: true, detail: '' })
    expect(right(await it.webhooks.ping(ORGANIZATION, endpoint.id))).toEqual({
      delivered: false,
      detail: 'the receiver answered 500',
    })
    expect(receiver.messages[0]).toMatchObject({ type: 'ping', data: { endpoint_id: endpoint.id } })
  })
})

describe('endpoint settings', () => {
  it('list every fault of an input at once, and refuse a private address', async () => {
    const it = started()
    expect(await it.webhooks.endpoints.create(ORGANIZATION, { url: 7, types: ['nope'] })).toMatchObject({
      left: { _tag: 'InvalidInput', faults: [{ path: ['url'] }, { path: ['types', '0'] }] },
    })
    expect(await it.webhooks.endpoints.create(ORGANIZATION, { url: 'https://10.0.0.1/' })).toMatchObject({
      left: { _tag: 'InvalidInput', faults: [{ path: ['url'], message: 'must not be a private address' }] },
    })
  })

  it('keep the secret before for a day after a rotation, and hold no secret in any event', async () => {
    const it = started()
    const endpoint = await endpointAt(it, { url: 'https://example.com/hooks' })
    const [first] = it.webhooks.secrets(endpoint)
    const { endpoint: rotated } = right(await it.webhooks.endpoints.rotate(ORGANIZATION, endpoint.id))
    const both = it.webhooks.secrets(rotated)
    expect(both).toHaveLength(2)
    expect(both[1]).toBe(first)
    await it.platform.clock.sleep(24 * 60 * 60 * 1000)
    expect(it.webhooks.secrets(rotated)).toEqual([both[0]])
    const stored = right(
      await it.platform.eventStore.read('webhook_endpoints-org_acme' as never, { from: 0, limit: 100 }),
    )
    for (const secret of both)
      expect(JSON.stringify(stored.map(({ data }) => data))).not.toContain(secret.slice(6, 30))
  })

  it('of another organization do not exist', async () => {
    const it = started()
    const endpoint = await endpointAt(it, { url: 'https://example.com/hooks' })
    expect(await it.webhooks.endpoints.get('org_other' as typeof ORGANIZATION, endpoint.id)).toEqual({
      _tag: 'Left',
      left: { _tag: 'EndpointNotFound', endpointId: endpoint.id },
    })
  })

  it('are in force again after a restart, and the deliveries go on where they were', async () => {
    const receiver = await receiverOf(ok)
    const it = world()
    const endpoint = await endpointAt(it, { url: receiver.url })
    await openPool(it.seats, 'sub_1')
    const first = await it.seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
    right(await it.webhooks.settled(endpoint.id, first.position))
    await it.webhooks.stop()
    const second = await it.seats.assign({ ...pool('sub_1'), email: 'b@example.com' })
    const { Webhooks } = await import('@seat-ledger/webhooks')
    const again = new Webhooks({ platform: it.platform, allowHttp: true, allowNetworks: ['127.0.0.0/8'] })
    open.push(() => again.stop())
    await again.reached(first.position)
    right(await again.settled(endpoint.id, second.position))
    expect(receiver.messages.map(({ sequence }) => sequence)).toEqual([1, 2])
  })
})
