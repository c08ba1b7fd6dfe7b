import type { ReportRow } from '@seat-ledger/audit'
import type {
  AuditFilter,
  Instant,
  Moment,
  PeriodRequest,
  Person,
  PoolId,
  SeatId,
  UsageOverTime,
} from '@seat-ledger/core'

/** Whose events. */
export type Scope =
  | { readonly by: 'organization' }
  | { readonly by: 'pool'; readonly poolId: PoolId }
  | { readonly by: 'seat'; readonly seatId: SeatId }
  | { readonly by: 'person'; readonly person: Person }

/** What an audit says of a pool at a moment, or of what changed until then. */
export interface PoolFacts {
  /** The seats that were asked for, as rows. */
  readonly seats: readonly ReportRow[]
  readonly revision: number
  readonly usage: {
    readonly capacity: number
    readonly pending: number
    readonly claimed: number
    readonly expired: number
  }
  readonly unreadable: number
}

/** A pool's use over time, and whose it is. */
interface UsageFacts extends UsageOverTime {
  readonly organizationId: string
}

/** Which seats of a pool, and when. */
interface AsOfRequest {
  readonly poolId: PoolId
  readonly moment: Moment
  /** Whether revoked seats are wanted too. */
  readonly all: boolean
}

/** Which changes of a pool: those after `since`, up to `at`. */
interface ChangesRequest {
  readonly poolId: PoolId
  readonly since: Instant
  readonly at: Instant
}

/** Every question of an audit; answered by a store, an export or a server alike. Refuses in words. */
export interface AuditAnswers {
  readonly history: (scope: Scope, filter: AuditFilter) => AsyncIterable<ReportRow>
  readonly asOf: (request: AsOfRequest) => Promise<PoolFacts>
  readonly changes: (request: ChangesRequest) => Promise<PoolFacts>
  readonly usage: (poolId: PoolId, request: PeriodRequest) => Promise<UsageFacts>
}

/** Says that the answer may lack something. */
export const warn = (unreadable: number): void => {
  if (unreadable === 0) return
  const events = unreadable === 1 ? 'One event was' : `${unreadable} events were`
  process.stderr.write(`${events} passed over, as this version cannot read them.\n`)
}
