import type { ClaimedSeat, Ledger, LedgerEvent, Seat, SeatId } from '@seat-ledger/core'
import { growthOf } from '../harness/heap.js'
import type { Part, Trial } from '../harness/part.js'
import { expectSeats, type SeatLine } from '../model/naive.js'
import { emailsOf } from '../model/workload.js'

const POOL = 'pool-1'
/** Steps of one sample. */
const STEPS = 10_000

/** What a step to a new version costs. */
export const versionStep: Part = {
  name: 'version-step',
  title: 'One step of the state: a pending seat becomes claimed',
  operation: 'step',
  scale: 'seats',
  unit: 'ns',
  sizes: [10_000, 100_000],
  baseline: 'Map',
  variants: [
    {
      name: 'Map',
      does: 'A native Map of seats that is written over: get, make the claimed seat, set.',
      trial: async (size) => {
        const { assigned, claims } = await steps(size)
        return stepTrial(claims, () => {
          const seats = new Map(assigned.seats.values().map((seat) => [seat.id, seat]))
          return {
            step: (event) => {
              const seat = seats.get(event.seatId)
              if (seat?.status === 'pending') seats.set(seat.id, claimedSeat(seat, event))
            },
            seats: () => [...seats.values()],
          }
        })
      },
    },
    {
      name: 'evolve',
      does: '`evolve` of `@seat-ledger/core`: the state before stays good.',
      trial: async (size) => {
        const { evolve } = await import('@seat-ledger/core')
        const { claims, fresh } = await steps(size)
        return stepTrial(claims, () => {
          let ledger = fresh()
          return {
            step: (event) => {
              ledger = evolve(ledger, event)
            },
            seats: () => ledger.seats.values(),
          }
        })
      },
    },
  ],
}

/** What an old state costs for as long as somebody holds it. */
export const keptVersions: Part = {
  name: 'kept-versions',
  title: 'Memory of an old state that is kept',
  operation: 'kept state',
  scale: 'seats',
  unit: 'bytes',
  sizes: [10_000, 100_000],
  baseline: 'evolve',
  variants: [
    {
      name: 'evolve',
      does: 'Heap of 10,000 kept states of one ledger, without that of the seats in them.',
      trial: async (size) => ({
        kind: 'counted',
        measure: async () => {
          const { evolve } = await import('@seat-ledger/core')
          const { claims, fresh } = await steps(size)
          // The first state is made inside: held from outside, it would hold every later version.
          const without = await growthOf(() =>
            walk(fresh(), claims, evolve, (ledger, { seatId }) => ledger.seats.get(seatId)),
          )
          const withVersions = await growthOf(() => walk(fresh(), claims, evolve, (ledger) => ledger))
          return (withVersions - without) / claims.length
        },
      }),
    },
  ],
}

/** Takes every step and keeps something of each state before it. */
const walk = (
  start: Ledger,
  claims: readonly Claimed[],
  evolve: (ledger: Ledger, event: LedgerEvent) => Ledger,
  keep: (ledger: Ledger, event: Claimed) => unknown,
): readonly unknown[] => {
  let ledger = start
  const kept = claims.map((event) => {
    const before = keep(ledger, event)
    ledger = evolve(ledger, event)
    return before
  })
  return [kept, ledger]
}

type Claimed = Extract<LedgerEvent, { type: 'Claimed' }>

const claimedSeat = (seat: Extract<Seat, { status: 'pending' }>, event: Claimed): ClaimedSeat => ({
  status: 'claimed',
  id: seat.id,
  email: seat.email,
  metadata: seat.metadata,
  member: seat.member,
  assignedAt: seat.assignedAt,
  modifiedAt: event.at,
  holder: event.holder,
  claimedAt: event.at,
  invitationNumber: event.invitation,
})

/** A ledger of pending seats, and claims of some of them in an order that no cache foresees. */
const steps = async (size: number) => {
  const { evolve, emptyLedger } = await import('@seat-ledger/core')
  const { AT, CoreLedger, coreCommands } = await import('../variants/core.js')
  const { assign, claim, open } = coreCommands(POOL, emailsOf(size))
  const core = new CoreLedger()
  core.handle(open)
  for (const command of assign) core.handle(command)
  const fresh = (): Ledger => {
    let ledger = emptyLedger()
    for (const event of core.events) ledger = evolve(ledger, event)
    return ledger
  }
  const claims = Array.from({ length: STEPS }, (_, index): Claimed => {
    // 7,919 is prime, so the places do not repeat.
    const command = claim[(index * 7_919) % size]
    if (command?.type !== 'Claim') throw new Error('no claim')
    return {
      type: 'Claimed',
      seatId: command.seatId,
      holder: { customerId: command.holder.customerId, email: null },
      invitation: 1,
      at: AT,
    }
  })
  return { assigned: core.ledger, claims, fresh }
}

const stepTrial = (
  claims: readonly Claimed[],
  open: () => { readonly step: (event: Claimed) => void; readonly seats: () => readonly Seat[] },
): Trial => {
  const claimed = new Set<SeatId>(claims.map(({ seatId }) => seatId))
  return {
    kind: 'timed',
    prepare: () => {
      const { step, seats } = open()
      const expected = seats().map(
        ({ id, email }): SeatLine => ({
          email: email.typed,
          status: claimed.has(id) ? 'claimed' : 'pending',
        }),
      )
      return {
        operations: claims.length,
        run: () => {
          for (const event of claims) step(event)
        },
        check: () =>
          expectSeats(
            seats().map(({ email, status }) => ({ email: email.typed, status })),
            expected,
          ),
      }
    },
  }
}
