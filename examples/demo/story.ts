import {
  type BulkRowAnswer,
  createSeats,
  explain,
  instantOf,
  listSeats,
  type Platform,
  poolUsage,
  type Seat,
  SeatError,
  type Seats,
  seatIndex,
  startProjection,
} from '@seat-ledger/core'
import type { TeamRow } from './read-team.js'
import { done, heading, historyRow, refused, seatRow, table, usageBar } from './show.js'

/** What the demo moves by hand. */
export interface Stage {
  readonly platform: Platform
  /** Lets time pass. */
  readonly pass: (hours: number, minutes?: number) => void
  /** Unique, so that the demo can run again on a store that keeps what it did. */
  readonly poolId: string
}

const ORGANIZATION = 'org_lighthouse'
const CAPACITY = 40
const owner = { kind: 'customer', id: 'cus_northwind' } as const
const admin = { kind: 'user', id: 'usr_maya' } as const

/** A team of about sixty gets forty seats: every command of the ledger once, on real input. */
export const tellStory = async (stage: Stage, team: readonly TeamRow[]): Promise<void> => {
  const { platform, pass, poolId } = stage
  const seats = createSeats(platform)
  const directory = startProjection({
    projection: seatIndex,
    feed: platform.feed,
    clock: platform.clock,
    onUnreadable: 'skip',
  })
  const pool = { organizationId: ORGANIZATION, poolId }
  const show = async (): Promise<void> => {
    const { position, pool: facts } = await seats.pool(pool)
    await directory.waitFor(position)
    const usage = directory.query((index) =>
      poolUsage(index, facts.organizationId, facts.id, instantOf(platform.clock.now())),
    )
    if (usage !== undefined) usageBar(usage)
  }

  heading(`Lighthouse sells Team Pro. Northwind buys ${CAPACITY} seats.`)
  const opened = await seats.openPool({
    ...pool,
    actor: admin,
    customerId: owner.id,
    source: { kind: 'subscription', id: poolId },
    product: { id: 'prod_team_pro', name: 'Team Pro' },
    capacity: CAPACITY,
  })
  done(`Pool ${opened.pool.id} is open, ${opened.available} seats are free.`)

  pass(0, 4)
  heading(`The owner uploads the team: ${team.length} rows, as their HR system exported them.`)
  const bulk = await seats.assignBulk({
    ...pool,
    actor: owner,
    mode: 'partial',
    commandId: 'upload-2026-03-02',
    reason: 'Team onboarding',
    seats: team.map(({ email, name, department }) => ({ email, metadata: { name, department } })),
  })
  table(
    ['line', 'name', 'e-mail', 'result', 'why'],
    bulk.rows.map((row) => uploadRow(row, team)),
  )
  done(
    `${bulk.assigned} assigned, ${bulk.rejected} refused, ${bulk.invalid} not an address. One append, one answer per row.`,
  )
  const again = await seats.assignBulk({
    ...pool,
    actor: owner,
    mode: 'partial',
    commandId: 'upload-2026-03-02',
    reason: 'Team onboarding',
    seats: team.map(({ email, name, department }) => ({ email, metadata: { name, department } })),
  })
  done(
    `The upload is sent twice by mistake: the same answer (${again.assigned} assigned), and nothing new is written.`,
  )

  const assigned = bulk.rows.flatMap((row) => (row.status === 'assigned' ? [row.seat] : []))
  const [first, second, third, ...others] = assigned
  if (first === undefined || second === undefined || third === undefined) {
    refused('Fewer than three rows could be assigned; the story ends here.')
    return directory.stop()
  }

  pass(2)
  heading('Most people claim their seat the same day.')
  const claiming = [first, ...others.filter((_, index) => index % 4 !== 0)]
  for (const seat of claiming) {
    pass(0, 7)
    await claim(seats, pool.organizationId, seat)
  }
  done(`${claiming.length} of ${assigned.length} claimed.`)
  await show()

  pass(26)
  heading(`The next day ${second.email.typed} opens the invitation: a day late.`)
  const stale = (await seats.seat({ organizationId: ORGANIZATION, seatId: second.id })).invitationToken ?? ''
  await expectRefusal(() =>
    seats.claim({ actor: person(second), token: stale, customerId: person(second).id }),
  )
  const fresh = await seats.resend({
    organizationId: ORGANIZATION,
    seatId: second.id,
    actor: owner,
    reason: 'The invitation had expired',
  })
  done('The owner resends it: a new invitation with a day to live.')
  await expectRefusal(() =>
    seats.claim({ actor: person(second), token: stale, customerId: person(second).id }),
  )
  pass(0, 12)
  await seats.claim({
    actor: person(second),
    token: fresh.invitationToken ?? '',
    customerId: person(second).id,
  })
  done(`${second.email.typed} claims with the new one; the old link stays dead.`)

  pass(48)
  heading('The team changes.')
  const revoked = await seats.revoke({
    organizationId: ORGANIZATION,
    seatId: third.id,
    actor: owner,
    reason: 'Left the team',
  })
  done(`${revoked.seat.email.typed} leaves: the seat is revoked.`)
  pass(24)
  const moved = await seats.reassign({
    organizationId: ORGANIZATION,
    seatId: first.id,
    actor: owner,
    email: 'new.hire@northwind.example',
    reason: 'Takes over from a colleague',
  })
  done(`${moved.revoked.email.typed}'s seat goes to ${moved.assigned.seat.email.typed}, in one append.`)
  const released = await seats.releaseExpired({ ...pool, actor: { kind: 'system', id: 'nightly' } })
  done(`The nightly job releases ${released.released.length} seats whose invitation nobody answered.`)
  await expectRefusal(() => seats.changeCapacity({ ...pool, actor: owner, capacity: 5, reason: 'Budget' }))
  await show()

  pass(24 * 14)
  heading('The subscription ends.')
  const closed = await seats.closePool({ ...pool, actor: admin, reason: 'Subscription cancelled' })
  done(`Pool ${closed.pool.id} is closed; every live seat was revoked with it.`)
  await expectRefusal(() => seats.assign({ ...pool, actor: owner, email: 'late@northwind.example' }))

  heading('The seats, as the list shows them.')
  await directory.waitFor(closed.position)
  const page = directory.query((index) =>
    listSeats(
      index,
      {
        organizationId: closed.pool.organizationId,
        scope: { by: 'pool', poolId: closed.pool.id },
        status: null,
        now: instantOf(platform.clock.now()),
      },
      { page: 1, limit: 100 },
    ),
  )
  if (page._tag === 'Right') {
    table(
      ['e-mail', 'status', 'assigned (UTC)', 'held by', 'ended'],
      page.right.items.map(({ seat }) => seatRow(seat)),
    )
  }
  heading('The usage.')
  await show()

  heading(`What happened to the seat of ${second.email.typed}.`)
  const history = await seats.seatHistory({ organizationId: ORGANIZATION, seatId: second.id })
  table(['rev', 'when (UTC)', 'event', 'by', 'reason'], history.map(historyRow))
  await directory.stop()
  await seats.close()
}

const uploadRow = (row: BulkRowAnswer, team: readonly TeamRow[]): readonly string[] => {
  const { line, name, email } = team[row.index] ?? { line: 0, name: '', email: '' }
  return [String(line), name, email.trim(), row.status, why(row)]
}

const SHORT: { readonly [tag: string]: string } = {
  SeatAlreadyAssigned: 'already has a seat',
  SeatNotAvailable: 'no seat left',
}

const why = (row: BulkRowAnswer): string => {
  switch (row.status) {
    case 'assigned':
      return ''
    case 'rejected':
      return SHORT[row.rejection._tag] ?? explain(row.rejection)
    case 'invalid':
      return row.faults.map((fault) => fault.message).join('; ')
  }
}

/** The customer that a person is to the organization; a real host looks this up. */
const person = (seat: Seat): { readonly kind: 'customer'; readonly id: string } => ({
  kind: 'customer',
  id: `cus_${seat.email.key.replace(/@.*/, '').replaceAll(/[^a-z0-9]+/g, '_')}`,
})

const claim = async (seats: Seats, organizationId: string, seat: Seat): Promise<void> => {
  const { invitationToken } = await seats.seat({ organizationId, seatId: seat.id })
  await seats.claim({ actor: person(seat), token: invitationToken ?? '', customerId: person(seat).id })
}

/** Runs a call that a rule must refuse, and says what it said. */
const expectRefusal = async (call: () => Promise<unknown>): Promise<void> => {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof SeatError)) throw error
    return refused(`${error.failure._tag}: ${explain(error.failure)}`)
  }
  throw new Error('A call that a rule forbids was accepted')
}
