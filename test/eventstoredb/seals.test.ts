import { verifyLog } from '@seat-ledger/audit'
import { createSeats, type Seats } from '@seat-ledger/core'
import type { EventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { describe, expect, it } from 'vitest'
import { later, open, right, startServer } from './support.js'

const actor = { kind: 'system', id: 'test' } as const
const POOL = { organizationId: 'acme', poolId: 'team' }

const engineOn = (db: EventStoreDb, sealed?: boolean): Seats => {
  const platform = db.platform({
    invitationKeys: randomInvitationKeys(),
    ...(sealed !== undefined && { sealed }),
  })
  const seats = createSeats(platform, { attempts: 100 })
  later(() => seats.close())
  return seats
}

const openPool = (seats: Seats) =>
  seats.openPool({
    ...POOL,
    actor,
    customerId: 'owner',
    source: { kind: 'order', id: 'order-1' },
    product: { id: 'product', name: 'Product' },
    capacity: 100,
  })

const verdictOn = (db: EventStoreDb) => right(verifyLog({ feed: db.feed, organizationId: 'all' }))

describe('The ledgers of a server', () => {
  it('F: are hash chains, though two processes race, lose connections on both sides of a commit, and try again', async () => {
    const server = await startServer()
    const dbs = [open(server, { timeoutMs: 500 }), open(server, { timeoutMs: 500 })]
    const [first, second] = dbs.map((db) => engineOn(db))
    if (first === undefined || second === undefined) throw new Error('two databases, two engines')
    await openPool(first)
    server.faults.times(3, { on: 'append', at: 'after-commit', do: 'reset' })
    server.faults.times(3, { on: 'append', at: 'before-commit', do: 'reset' })
    const emails = Array.from({ length: 30 }, (_, index) => `u${index}@example.com`)
    let assigned = 0
    for (let at = 0; at < emails.length; at += 6) {
      const some = emails.slice(at, at + 6)
      const answers = await Promise.allSettled(
        some.map((email, index) => (index % 2 === 0 ? first : second).assign({ ...POOL, actor, email })),
      )
      assigned += answers.filter(({ status }) => status === 'fulfilled').length
    }
    const verdict = await verdictOn(open(server))
    expect(verdict).toMatchObject({ ledgers: 1, unsealed: 0, finding: null })
    // A read that the lost connections took with them fails its command, and is not part of this.
    expect(assigned).toBeGreaterThan(15)
    expect(verdict.events).toBeGreaterThanOrEqual(1 + assigned)
  })

  it('F: are no chains where the host does not want them', async () => {
    const server = await startServer()
    const db = open(server)
    await openPool(engineOn(db, false))
    expect((await verdictOn(db)).finding).toMatchObject({ kind: 'unsealed', revision: 0 })
  })
})
