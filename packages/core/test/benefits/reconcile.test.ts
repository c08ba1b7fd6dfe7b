import { type BenefitDifference, type ReconcileOptions, reconcileBenefits } from '@seat-ledger/core'
import { faultyEventStore, type MemoryBenefits, memoryBenefits } from '@seat-ledger/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, claimed, HOUR, type Office, office, openPool, organization } from './office.js'

type Wishes = Omit<ReconcileOptions, 'platform' | 'benefits'>

const reconcile = async ({ platform }: Office, benefits: MemoryBenefits, wishes: Wishes = {}) => {
  const differences: BenefitDifference[] = []
  for await (const message of reconcileBenefits({ platform, benefits, ...wishes })) {
    if (message._tag !== 'Difference') return { differences, end: message }
    differences.push(message.difference)
  }
  throw new Error('there was no end')
}

/** Has the host grant a key behind the ledger's back; the facts do not matter. */
const grantOf = async (host: MemoryBenefits, { id }: { readonly id: string }, organizationId = 'org') => {
  host.grants.set(id, { organizationId, key: id } as never)
}

const brief = ({ kind, key, repair }: BenefitDifference) => [kind, key, repair?._tag ?? null]

describe('reconciling', () => {
  it('finds nothing where host and log agree', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const { seat } = await claimed(it.seats, 'pool', 'ada')
    await it.seats.assign({ ...at('pool'), email: 'bob@example.com' })
    await grantOf(host, seat)
    await it.clock.advance(HOUR)
    expect(await reconcile(it, host)).toEqual({
      differences: [],
      end: { _tag: 'Compared', claimed: 1, granted: 1 },
    })
  })

  it('lists what is missing, stray and unknown with its facts, and mends the first two only when asked', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const ada = await claimed(it.seats, 'pool', 'ada')
    const bob = await claimed(it.seats, 'pool', 'bob')
    await it.seats.revoke({ ...at('pool'), seatId: bob.seat.id })
    const pending = await it.seats.assign({ ...at('pool'), email: 'cleo@example.com' })
    for (const id of [bob.seat.id, pending.seat.id, 'pool.nobody', 'no such thing'])
      await grantOf(host, { id })
    await it.clock.advance(HOUR)
    const found = [
      ['missing', ada.seat.id],
      ['stray', bob.seat.id],
      ['unknown', pending.seat.id],
      ['unknown', 'pool.nobody'],
      ['unknown', 'no such thing'],
    ]
    const { differences, end } = await reconcile(it, host)
    expect(differences.map(brief)).toEqual(found.map((facts) => [...facts, null]))
    expect(differences[0]).toMatchObject({
      organizationId: 'org',
      since: '2026-03-02T09:00:00.000Z',
      benefit: { holder: { customerId: 'cus_ada' }, product: { id: 'prod' } },
    })
    expect(end).toEqual({ _tag: 'Compared', claimed: 1, granted: 4 })
    expect(host.calls).toEqual([])
    const mended = await reconcile(it, host, { repair: true })
    expect(mended.differences.map(brief)).toEqual(
      found.map((facts) => [...facts, facts[0] === 'unknown' ? null : 'Done']),
    )
    expect((await reconcile(it, host)).differences.map(({ kind }) => kind)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ])
  })

  it('takes no claim and no revoke that happens meanwhile for a difference', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const { seat: ada } = await claimed(it.seats, 'pool', 'ada')
    await grantOf(host, ada)
    await it.clock.advance(HOUR)
    const meanwhile: MemoryBenefits = {
      ...host,
      async *granted(organizationId, signal) {
        await it.seats.revoke({ ...at('pool'), seatId: ada.id })
        host.grants.delete(ada.id)
        await grantOf(host, (await claimed(it.seats, 'pool', 'bob')).seat)
        yield* host.granted(organizationId, signal)
      },
    }
    expect((await reconcile(it, meanwhile, { graceSeconds: 0 })).differences).toEqual([])
  })

  it('leaves alone what changed within the time of grace, as it may be on its way', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const { seat: bob } = await claimed(it.seats, 'pool', 'bob')
    await it.clock.advance(HOUR)
    const { seat: ada } = await claimed(it.seats, 'pool', 'ada')
    await it.seats.revoke({ ...at('pool'), seatId: bob.id })
    await grantOf(host, bob)
    await it.clock.advance(59_999)
    expect((await reconcile(it, host)).differences).toEqual([])
    await it.clock.advance(1)
    expect((await reconcile(it, host)).differences.map(brief)).toEqual([
      ['missing', ada.id, null],
      ['stray', bob.id, null],
    ])
  })

  it('takes back what it granted when the seat was revoked while it did', async () => {
    const it = office()
    const host = memoryBenefits(async (deed, { key }) => {
      if (deed === 'grant') await it.seats.revoke({ ...at('pool'), seatId: key })
      return { _tag: 'Done' }
    })
    await openPool(it.seats, 'pool')
    await claimed(it.seats, 'pool', 'ada')
    await it.clock.advance(HOUR)
    await reconcile(it, host, { repair: true })
    expect(host.calls.map(({ deed }) => deed)).toEqual(['grant', 'revoke'])
    expect(host.grants.size).toBe(0)
  })

  it('keeps organizations apart, and reads one alone when told to', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    await openPool(it.seats, 'pool', 'other')
    const { seat } = await claimed(it.seats, 'pool', 'ada')
    const { seat: others } = await claimed(it.seats, 'pool', 'ada', 'other')
    await grantOf(host, seat, 'other')
    await it.clock.advance(HOUR)
    expect((await reconcile(it, host)).differences.map(brief)).toEqual([
      ['missing', seat.id, null],
      ['missing', others.id, null],
      ['unknown', seat.id, null],
    ])
    const alone = await reconcile(it, host, { organizationId: organization('org') })
    expect(alone.differences.map(brief)).toEqual([['missing', seat.id, null]])
  })

  it('says what it could not read instead of calling it a difference', async () => {
    const it = office()
    await openPool(it.seats, 'pool')
    await claimed(it.seats, 'pool', 'ada')
    await it.clock.advance(HOUR)
    const failing = { ...memoryBenefits() }
    failing.granted = async function* () {
      yield { _tag: 'Failed', detail: 'no connection' }
    }
    const end = { _tag: 'Failed', detail: "the host's list of what is granted ended early: no connection" }
    expect(await reconcile(it, failing)).toEqual({ differences: [], end })
    failing.granted = () => {
      throw new Error('no connection')
    }
    expect(await reconcile(it, failing)).toEqual({ differences: [], end })
    const eventStore = faultyEventStore(it.platform.eventStore, { read: ['refused'] })
    const blind = { ...it, platform: { ...it.platform, eventStore } }
    expect(await reconcile(blind, memoryBenefits())).toEqual({
      differences: [],
      end: { _tag: 'Failed', detail: 'a ledger cannot be read: A fault of the test' },
    })
  })

  it('lists exactly what differs, and leaves nothing of it when it mends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('pending', 'claimed', 'revoked'), { maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        async (fates, listed) => {
          const it = office()
          const host = memoryBenefits()
          await openPool(it.seats, 'pool_0')
          await openPool(it.seats, 'pool_1')
          const expected: string[][] = []
          const right: string[] = []
          for (const [index, fate] of fates.entries()) {
            const pool = `pool_${index % 2}`
            const email = `p${index}@example.com`
            const { seat } =
              fate === 'pending'
                ? await it.seats.assign({ ...at(pool), email })
                : await claimed(it.seats, pool, `p${index}`)
            if (fate === 'revoked') await it.seats.revoke({ ...at(pool), seatId: seat.id })
            const isListed = listed[index] === true
            if (isListed) await grantOf(host, seat)
            if (fate === 'claimed') right.push(seat.id)
            if (fate === 'claimed' && !isListed) expected.push(['missing', seat.id])
            if (fate === 'revoked' && isListed) expected.push(['stray', seat.id])
            if (fate === 'pending' && isListed) expected.push(['unknown', seat.id])
            if (fate === 'pending' && isListed) right.push(seat.id)
          }
          await it.clock.advance(HOUR)
          const { differences } = await reconcile(it, host, { repair: true })
          expect(differences.map(({ kind, key }) => [kind, key]).sort()).toEqual(expected.sort())
          expect([...host.grants.keys()].sort()).toEqual(right.sort())
        },
      ),
      { numRuns: 60 },
    )
  })
})
