import type { FeedMessage, Platform } from '@seat-ledger/core'
import { expect, test } from 'vitest'
import { openPool, serve } from './support/world.js'

test('of 200 assigns at once in a pool of 50, 50 succeed and 150 are told that it is full; the list agrees', async () => {
  const served = await serve()
  try {
    await openPool(served.send, 'sub_1', 50)
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        served.send('POST', '/v1/customer-seats', {
          body: { subscription_id: 'sub_1', email: `p${i}@example.com` },
        }),
      ),
    )
    const outcomes = answers.map(({ status, body }) => `${status} ${body.error ?? body.status}`)
    expect(outcomes.filter((outcome) => outcome === '200 pending')).toHaveLength(50)
    expect(outcomes.filter((outcome) => outcome === '400 SeatNotAvailable')).toHaveLength(150)
    const { body } = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1')
    expect([body.available_seats, body.total_seats]).toEqual([0, 50])
    const given = answers.filter(({ status }) => status === 200).map(({ body }) => body.id)
    expect(body.seats.map(({ id }: { id: string }) => id).sort()).toEqual(given.sort())
  } finally {
    await served.end()
  }
})

/** A feed that holds each event back until it is let go. */
const heldBack = (platform: Platform, gate: { open: Promise<void> }): Platform => ({
  ...platform,
  feed: {
    async *follow(range): AsyncGenerator<FeedMessage, void, undefined> {
      for await (const message of platform.feed.follow(range)) {
        await gate.open
        yield message
      }
    },
  },
})

test('a caller reads what was written, also when the read model comes later', async () => {
  let letGo = (): void => {}
  const gate = { open: Promise.resolve() }
  const served = await serve({ platform: (platform) => heldBack(platform, gate) })
  try {
    await openPool(served.send, 'sub_1', 5)
    gate.open = new Promise((resolve) => {
      letGo = resolve
    })
    await served.send('POST', '/v1/customer-seats', {
      body: { subscription_id: 'sub_1', email: 'ada@example.com', immediate_claim: true },
    })
    const reads = [
      served.send('GET', '/v1/customer-seats?subscription_id=sub_1'),
      served.send('GET', '/v1/customer-seats?customer_id=cus_owner'),
      served.send('GET', '/v1/customer-portal/seats?subscription_id=sub_1', { token: 'cst_ada' }),
    ]
    const usage = served.send('GET', '/v1/customer-seats/usage?subscription_id=sub_1')
    const held = served.send('GET', '/v1/customer-portal/seats/subscriptions', { token: 'cst_ada' })
    // An answer that does not wait for the read model would be there before this one.
    await served.send('GET', '/v1/seat-pools/sub_1')
    letGo()
    for (const { body } of await Promise.all(reads)) expect(body.items).toHaveLength(1)
    expect((await usage).body.claimed).toBe(1)
    expect((await held).body.items).toHaveLength(1)
  } finally {
    letGo()
    await served.end()
  }
})

test('a read model that stays behind is 503 after its time', async () => {
  let letGo = (): void => {}
  const gate = { open: Promise.resolve() }
  const served = await serve({
    platform: (platform) => heldBack(platform, gate),
    api: { readTimeoutMs: 20 },
    running: true,
  })
  try {
    await openPool(served.send, 'sub_1', 5)
    gate.open = new Promise((resolve) => {
      letGo = resolve
    })
    await served.send('POST', '/v1/customer-seats', {
      body: { subscription_id: 'sub_1', email: 'a@example.com' },
    })
    const { status, body, headers } = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1')
    expect([status, body.error, headers.get('retry-after')]).toEqual([503, 'ServiceUnavailable', '1'])
    expect(served.reports.at(-1)?.cause).toBeInstanceOf(Error)
  } finally {
    letGo()
    await served.end()
  }
})

test('a pool that another process opened just now is found under the id of its source', async () => {
  let letGo = (): void => {}
  const gate = {
    open: new Promise<void>((resolve) => {
      letGo = resolve
    }),
  }
  const served = await serve({ platform: (platform) => heldBack(platform, gate) })
  try {
    const opened = await served.ledger.openPool({
      organizationId: 'org_a',
      poolId: 'sub_far',
      customerId: 'cus_owner',
      source: { kind: 'subscription', id: 'sub_far' },
      product: { id: 'prod_1', name: 'Team Pro' },
      capacity: 1,
      actor: { kind: 'system', id: 'another process' },
    })()
    expect(opened._tag).toBe('Right')
    const body = { subscription_id: 'sub_far', email: 'ada@example.com' }
    expect((await served.send('POST', '/v1/customer-seats', { body })).status).toBe(200)
  } finally {
    letGo()
    await served.end()
  }
})
