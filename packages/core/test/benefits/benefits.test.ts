import { type Benefit, type BenefitAnswer, type RunningReactor, startBenefits } from '@seat-ledger/core'
import { type MemoryBenefits, memoryBenefits } from '@seat-ledger/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, claimBy, claimed, HOUR, type Office, office, openPool, streamOf } from './office.js'

const run = ({ platform }: Office, benefits: MemoryBenefits, timeoutSeconds = 30): RunningReactor =>
  startBenefits({ platform, benefits, timeoutSeconds, random: () => 0 })

const later: BenefitAnswer = { _tag: 'TryLater', detail: 'busy' }
const done: BenefitAnswer = { _tag: 'Done' }

const deeds = ({ calls }: MemoryBenefits): readonly string[] =>
  calls.map(({ deed, benefit, answer }) => `${deed} ${benefit.holder.customerId} ${answer._tag}`)

const placeOf = ({ stream, revision }: { readonly stream: string; readonly revision: number }) => ({
  stream: streamOf(stream.split('.')[1] ?? ''),
  revision,
})

/** Moves time on until everything is handled or parked. */
const whenSettled = async ({ clock }: Office, running: RunningReactor, position: bigint): Promise<void> => {
  let isOver = false
  const settled = running.settled(position).then(() => {
    isOver = true
  })
  while (!isOver) await clock.advance(HOUR)
  await settled
}

describe('benefits', () => {
  it('are granted on a claim and revoked with the claimed seat, whatever claims or ends it, and never else', async () => {
    const it = office()
    const host = memoryBenefits()
    const { seats } = it
    await openPool(seats, 'pool')
    const ada = await seats.assign({ ...at('pool'), email: 'ada@example.com' })
    const bob = await seats.assign({ ...at('pool'), email: 'bob@example.com' })
    await claimBy(seats, 'ada', ada.invitationToken)
    const cleo = await claimed(seats, 'pool', 'cleo')
    await seats.revoke({ ...at('pool'), seatId: bob.seat.id })
    await seats.revoke({ ...at('pool'), seatId: ada.seat.id })
    await seats.revoke({ ...at('pool'), seatId: ada.seat.id })
    await claimed(seats, 'pool', 'dora')
    await seats.reassign({ ...at('pool'), seatId: cleo.seat.id, email: 'eve@example.com' })
    const running = run(it, host)
    await running.settled((await claimed(seats, 'pool', 'finn')).position)
    // Ada and Cleo were gone when the reactor began, so there was no use in granting first.
    expect(deeds(host)).toEqual([
      'revoke cus_ada Done',
      'grant cus_dora Done',
      'revoke cus_cleo Done',
      'grant cus_finn Done',
    ])
    await running.settled((await seats.closePool(at('pool'))).position)
    expect(deeds(host).slice(4).sort()).toEqual(['revoke cus_dora Done', 'revoke cus_finn Done'])
    await running.stop()
  })

  it('come with everything that a host needs, under the id of the seat', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const running = run(it, host)
    const { seat, position } = await it.seats.assign({
      ...at('pool'),
      email: 'Ada@Example.com',
      metadata: { desk: '4b' },
      immediateClaim: { customerId: 'cus_ada' },
    })
    await running.settled(position)
    expect(host.calls[0]?.benefit).toEqual({
      key: seat.id,
      organizationId: 'org',
      poolId: 'pool',
      ownerId: 'cus_owner',
      source: { kind: 'order', id: 'pool' },
      product: { id: 'prod', name: 'Prod' },
      holder: { customerId: 'cus_ada', email: 'Ada@Example.com' },
      email: 'Ada@Example.com',
      metadata: { desk: '4b' },
    } satisfies Record<keyof Benefit, unknown>)
    await running.stop()
  })

  it('are tried again when the host says later, is silent, throws, or talks nonsense', async () => {
    const it = office()
    const answers: readonly (() => BenefitAnswer | Promise<BenefitAnswer>)[] = [
      () => later,
      () => new Promise<BenefitAnswer>(() => {}),
      () => {
        throw new Error('out of order')
      },
      () => JSON.parse('{"ok":true}'),
      () => done,
    ]
    const host = memoryBenefits((_deed, _benefit, call) => answers[call - 1]?.() ?? done)
    await openPool(it.seats, 'pool')
    const running = run(it, host)
    const { position } = await claimed(it.seats, 'pool', 'ada')
    const details: string[] = []
    for (let round = 0; round < 200 && host.grants.size === 0; round++) {
      await it.clock.advance(HOUR / 60)
      details.push(...running.behind().map(({ detail }) => detail))
    }
    await running.settled(position)
    expect([...new Set(details)]).toEqual([
      'the host gave no answer in time',
      'out of order',
      'the host answered neither Done nor TryLater nor Never',
    ])
    expect(host.grants.size).toBe(1)
    await running.stop()
  })

  it('that the host will never give are parked, the pool goes on, and a replay gives them', async () => {
    const it = office()
    let broken = true
    const host = memoryBenefits((_, { holder }) =>
      broken && holder.customerId === 'cus_ada' ? { _tag: 'Never', detail: 'no such account' } : done,
    )
    await openPool(it.seats, 'pool')
    const running = run(it, host)
    await claimed(it.seats, 'pool', 'ada')
    const { position } = await claimed(it.seats, 'pool', 'bob')
    await running.settled(position)
    expect([...host.grants.values()].map(({ holder }) => holder.customerId)).toEqual(['cus_bob'])
    const parked = running.parked()
    expect(parked).toMatchObject([{ revision: 2, tries: 1, detail: 'no such account' }])
    broken = false
    await running.replay([{ stream: streamOf('pool'), revision: 2 }])
    await running.settled(position)
    expect(host.grants.size).toBe(2)
    expect(running.parked()).toEqual([])
    await running.stop()
  })

  it('are not granted again by a replay once their seat is revoked', async () => {
    const it = office()
    const host = memoryBenefits()
    await openPool(it.seats, 'pool')
    const running = run(it, host)
    const { seat } = await claimed(it.seats, 'pool', 'ada')
    const { position } = await it.seats.revoke({ ...at('pool'), seatId: seat.id })
    await running.settled(position)
    await running.replay([{ stream: streamOf('pool'), revision: 2 }])
    await running.settled(position)
    expect(host.calls.filter(({ deed }) => deed === 'grant').length).toBeLessThanOrEqual(1)
    expect(host.grants.size).toBe(0)
    await running.stop()
  })

  it('are gone in the end when a revoke comes while a replayed grant is under way', async () => {
    const it = office()
    const slow: (() => void)[] = []
    const host = memoryBenefits((deed, _, call) =>
      deed === 'grant' && call === 2 ? new Promise((resolve) => slow.push(() => resolve(done))) : done,
    )
    await openPool(it.seats, 'pool')
    const running = run(it, host)
    const { seat, position } = await claimed(it.seats, 'pool', 'ada')
    await running.settled(position)
    await running.replay([{ stream: streamOf('pool'), revision: 2 }])
    while (slow.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const revoked = await it.seats.revoke({ ...at('pool'), seatId: seat.id })
    await new Promise((resolve) => setImmediate(resolve))
    slow[0]?.()
    await running.settled(revoked.position)
    expect(host.calls.map(({ deed }) => deed)).toEqual(['grant', 'grant', 'revoke'])
    expect(host.grants.size).toBe(0)
    await running.stop()
  })

  it('end as the seats do, whatever the host answers and whenever the reactor is stopped and started again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('claim', 'revoke', 'restart'), fc.nat(2), fc.nat(3)), {
          minLength: 4,
          maxLength: 40,
        }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        async (steps, luck) => {
          const it = office()
          let calls = 0
          let isWell = false
          const host = memoryBenefits(() => (!isWell && luck[calls++ % luck.length] ? later : done))
          for (const pool of [0, 1, 2]) await openPool(it.seats, `pool_${pool}`)
          const live = new Map<string, string>()
          let running = run(it, host)
          let last = 0n
          for (const [what, pool, person] of steps) {
            const key = `${pool}/${person}`
            const seatId = live.get(key)
            if (what === 'claim' && seatId === undefined) {
              const answer = await claimed(it.seats, `pool_${pool}`, `p${person}`)
              live.set(key, answer.seat.id)
              last = answer.position
            }
            if (what === 'revoke' && seatId !== undefined) {
              last = (await it.seats.revoke({ ...at(`pool_${pool}`), seatId })).position
              live.delete(key)
            }
            if (what === 'restart') {
              await running.stop()
              running = run(it, host)
            }
          }
          await whenSettled(it, running, last)
          isWell = true
          await running.replay(running.parked().map(placeOf))
          await whenSettled(it, running, last)
          await running.stop()
          expect([...host.grants.keys()].sort()).toEqual([...live.values()].sort())
        },
      ),
      { numRuns: 60 },
    )
  })
})
