import type { LedgerEvent } from '../domain/events.js'
import type { SeatId } from '../domain/ids.js'
import { type Instant, millisecondsOf } from '../domain/instant.js'
import { evolvePool, evolveSeat, type Pool, type Seat, type SeatEvent } from '../domain/ledger.js'
import { figuresOf } from './as-of.js'
import { ExpiredAtEdges } from './expired-at-edges.js'
import { PeriodSums } from './period-sums.js'
import type { UsageAtEdge, UsagePeriod } from './usage-period.js'

/** A live seat on its way. */
interface LiveSeat {
  seat: Seat
  /** When it was assigned, effectively: milliseconds since 1970. */
  readonly assignedMs: number
  /** When its present invitation was given, effectively. */
  invitedMs: number
}

/**
 * Goes through a ledger's events in order and writes down what each edge and each period saw. A seat that has ended is
 * forgotten: ids are never used again.
 */
export class UsageSweep {
  private pool: Pool | null = null
  private readonly live = new Map<SeatId, LiveSeat>()
  private claimed = 0
  private readonly atEdges: Omit<UsageAtEdge, 'expired'>[] = []
  private readonly expired: ExpiredAtEdges
  private readonly sums: PeriodSums
  private readonly edges: readonly number[]

  /** `edges` in milliseconds since 1970, ascending, two or more. */
  constructor(edges: readonly number[]) {
    this.edges = edges
    this.expired = new ExpiredAtEdges(edges)
    this.sums = new PeriodSums(edges)
  }

  /** The next event; `ms` is when it took effect, which is never before the event that came last. */
  add(event: LedgerEvent, ms: number): void {
    this.advance(ms)
    if ('seatId' in event) this.seatEvent(event, ms)
    else this.pool = evolvePool(this.pool, event)
    this.sums.peak(ms, this.live.size)
  }

  /** Everything up to the last edge, as periods. */
  finish(instantOf: (ms: number) => Instant): readonly UsagePeriod[] {
    this.advance(Number.POSITIVE_INFINITY)
    for (const { seat, invitedMs } of this.live.values())
      this.forgetInvitation(seat, invitedMs, Number.POSITIVE_INFINITY)
    const expired = this.expired.counts()
    const usage = this.atEdges.map((figures, index) => ({ ...figures, expired: expired[index] ?? 0 }))
    return this.sums.periods().flatMap((sums, index) => {
      const [opening, closing] = [usage[index], usage[index + 1]]
      if (opening === undefined || closing === undefined) return []
      const { from, to, ...figures } = sums
      return [{ from: instantOf(from), to: instantOf(to), opening, closing, ...figures }]
    })
  }

  /** An edge sees what took effect at it, so it is written when the first later event comes. */
  private advance(ms: number): void {
    this.sums.advance(ms, this.live.size)
    const { pool, claimed, live, edges, atEdges } = this
    while ((edges[atEdges.length] ?? Number.POSITIVE_INFINITY) < ms) {
      atEdges.push(figuresOf(pool, live.size - claimed, claimed))
    }
  }

  private seatEvent(event: SeatEvent, ms: number): void {
    const known = this.live.get(event.seatId)
    const before = known?.seat
    const after = evolveSeat(before, event)
    if (after === undefined || after === before) return
    if (before === undefined || known === undefined) {
      this.live.set(after.id, { seat: after, assignedMs: ms, invitedMs: ms })
      this.sums.count('assigned', ms)
      return
    }
    this.forgetInvitation(before, known.invitedMs, ms)
    known.seat = after
    known.invitedMs = ms
    if (after.status === 'claimed') {
      this.claimed += 1
      this.sums.claim(ms, after.invitationNumber === null ? null : ms - known.assignedMs)
    }
    if (after.status !== 'revoked') return
    this.live.delete(after.id)
    if (before.status === 'claimed') this.claimed -= 1
    this.sums.count('revoked', ms)
  }

  private forgetInvitation(seat: Seat, from: number, to: number): void {
    if (seat.status === 'pending') this.expired.pending(millisecondsOf(seat.invitation.expiresAt), from, to)
  }
}
