export {
  type LedgerAsOf,
  type LedgerAuditFailure,
  type LedgerNotFound,
  ledgerAsOf,
  ledgerAsOfEach,
  type Moment,
} from './audit/as-of.js'
export { type LedgerDifference, ledgerDifference, type SeatDifference } from './audit/difference.js'
export type { AuditFilter } from './audit/filter.js'
export { type AuditPage, type AuditPageRequest, ledgerHistory, seatAudit } from './audit/history.js'
export { auditLog, auditLogPage, type LogQuery } from './audit/log.js'
export { type BadAuditPage, MAX_AUDIT_LIMIT } from './audit/page.js'
export { MAX_PERIODS, type PeriodLength, type PeriodRequest } from './audit/periods.js'
export type { Person } from './audit/person.js'
export { type PersonQuery, personHistory, personPage } from './audit/person-history.js'
export type { LedgerName } from './audit/read-ledger.js'
export { type LogRange, recordedLog } from './audit/recorded-log.js'
export { type BadPeriod, type UsageOverTime, usageOverTime } from './audit/usage-over-time.js'
export type { UsageAtEdge, UsagePeriod } from './audit/usage-period.js'
export { utcInstant } from './audit/utc-instant.js'
export {
  type BenefitDifference,
  type ReconcileMessage,
  type ReconcileOptions,
  reconcileBenefits,
} from './benefits/reconcile.js'
export { type BenefitsOptions, startBenefits } from './benefits/start-benefits.js'
export { canonicalJson } from './chain/canonical.js'
export { hashOf, type SealedFacts, type Sha256, sealedText, sealOf } from './chain/seal.js'
export { sealedEventStore } from './chain/sealed-event-store.js'
export {
  type Branded,
  BrandedString,
  brandedString,
  Integer,
  integer,
  OneOf,
  oneOf,
  type TextShape,
} from './domain/codec.js'
export type {
  Assign,
  ChangeCapacity,
  Claim,
  ClosePool,
  Command,
  NewSeat,
  OpenPool,
  Reassign,
  ReleaseExpired,
  Resend,
  ResendAllowance,
  Revoke,
} from './domain/commands.js'
export { type Decision, decide } from './domain/decide.js'
export { type DecidedRows, decideAll } from './domain/decide-all.js'
export { type Email, type EmailKey, parseEmail } from './domain/email.js'
export {
  Assigned,
  CapacityChanged,
  Claimed,
  EVENT_CODECS,
  Invitation,
  InvitationResent,
  type LedgerEvent,
  PoolClosed,
  PoolOpened,
  RevocationCause,
  Revoked,
} from './domain/events.js'
export {
  CausationId,
  CommandId,
  CorrelationId,
  CustomerId,
  correlationOf,
  LEDGER_PREFIX,
  ledgerStream,
  OrganizationId,
  PoolId,
  ProductId,
  parseLedgerStream,
  poolIdOf,
  SeatId,
  SourceId,
  type StreamName,
  seatIdOf,
} from './domain/ids.js'
export { Instant, instantOf, isBefore, millisecondsOf, plusSeconds } from './domain/instant.js'
export {
  type ClaimedSeat,
  emptyLedger,
  evolve,
  evolvePool,
  evolveSeat,
  type Ledger,
  liveSeats,
  type PendingSeat,
  type Pool,
  type PoolEvent,
  RESENDS_KEPT,
  type RevokedSeat,
  type Seat,
  type SeatEvent,
} from './domain/ledger.js'
export { type Json, NO_METADATA, SeatMetadata } from './domain/metadata.js'
export type {
  CapacityBelowLive,
  ClaimNotPermitted,
  CommandIdReused,
  InvitationDead,
  InvitationExpired,
  PoolAlreadyOpen,
  PoolIsClosed,
  PoolNotFound,
  Refusal,
  RefusedRow,
  ResendLimited,
  RevisionMismatch,
  SeatAlreadyAssigned,
  SeatNotAvailable,
  SeatNotFound,
  SeatNotLive,
  SeatNotPending,
} from './domain/rejections.js'
export { type Fields, MISSING, Nullable, nullable, Struct, struct } from './domain/struct.js'
export {
  Actor,
  Capacity,
  ClaimPolicy,
  DEFAULT_EXPIRY_SECONDS,
  DisplayName,
  ExpirySeconds,
  ExternalId,
  Holder,
  Member,
  Product,
  Reason,
  Source,
} from './domain/values.js'
export { VersionedMap } from './domain/versioned-map.js'
export { describeFault, type Fault, type InvalidInput, parse } from './edge/faults.js'
export {
  AssignBulkInput,
  AssignInput,
  BulkRow,
  ChangeCapacityInput,
  ClaimInput,
  ClosePoolInput,
  EmailAddress,
  InvitationInput,
  MAX_BULK_ROWS,
  OpenPoolInput,
  type Origin,
  PoolInput,
  ReassignInput,
  ReleaseExpiredInput,
  ResendInput,
  RevokeInput,
  SeatInput,
} from './edge/inputs.js'
export {
  type BulkAnswer,
  type BulkRowAnswer,
  type InvitationAnswer,
  type PoolAnswer,
  type ReassignAnswer,
  type ReleaseAnswer,
  SeatAnswer,
  type Standing,
} from './engine/answers.js'
export { explain } from './engine/explain.js'
export type {
  BulkRejected,
  Conflict,
  EngineClosed,
  EngineDefect,
  EngineFailure,
  Rejection,
  SeatFailure,
} from './engine/failures.js'
export type { EngineOptions } from './engine/options.js'
export { randomIds } from './engine/random-ids.js'
export { type Call, createSeatLedger, type SeatLedger } from './engine/seat-ledger.js'
export { createSeats, SeatError, type Seats, seatsOf } from './engine/seats.js'
export { type InvitationRef, invitationToken, readInvitationToken } from './invitation/token.js'
export type {
  Benefit,
  BenefitAnswer,
  Benefits,
  GrantedBenefits,
  GrantedMessage,
} from './ports/benefits.js'
export type { Checkpoints } from './ports/checkpoints.js'
export type { Clock } from './ports/clock.js'
export {
  type Appended,
  type EventStore,
  type EventToAppend,
  NO_STREAM,
  type Position,
  type ReadRange,
  type RecordedEvent,
  START,
} from './ports/event-store.js'
export type {
  AppendFailure,
  AppendTooLarge,
  OutcomeUnknown,
  ReadFailure,
  StoreRefused,
  StoreUnavailable,
  WrongRevision,
} from './ports/failures.js'
export type { Feed, FeedMessage, FeedRange } from './ports/feed.js'
export { EVENT_NAMESPACE, type Ids } from './ports/ids.js'
export type { InvitationKeys } from './ports/invitation-keys.js'
export type { Platform } from './ports/platform.js'
export { MAX_SNAPSHOT_PART, type Snapshots } from './ports/snapshots.js'
export { cursorOf, parseCursor, type SeatKey } from './projections/cursor.js'
export { type FollowedMessage, type Following, keepFollowing } from './projections/keep-following.js'
export type { PoolItem } from './projections/lookups.js'
export {
  type BadPaging,
  badPaging,
  isLimit,
  MAX_LIMIT,
  type Page,
  type PageRequest,
} from './projections/paging.js'
export type { Projection } from './projections/projection.js'
export {
  listSeats,
  ownerUsage,
  poolById,
  poolBySource,
  poolsHeldBy,
  poolsOfOwner,
  poolUsage,
  seatById,
  seatsAfter,
} from './projections/questions.js'
export { startProjection } from './projections/runner.js'
export type {
  Interruption,
  ProjectionBroken,
  ProjectionEnd,
  ProjectionOptions,
  ProjectionStatus,
  RunningProjection,
  WaitTimedOut,
} from './projections/running-projection.js'
export type { PoolPage, SeatDirectory, SliceRequest } from './projections/seat-directory.js'
export { type SeatIndex, seatIndex } from './projections/seat-index.js'
export type { SeatItem, SeatQuery, SeatScope, SeatSlice } from './projections/seat-list.js'
export type { StatusFilter } from './projections/seat-row.js'
export type { Usage } from './projections/usage.js'
export {
  type Expiry,
  expiryMessage,
  expiryMessageId,
  expiryOf,
  type InvitingRecord,
  isInviting,
} from './published/expiry-message.js'
export { type Message, messageId, messageOf, messageTypes } from './published/message.js'
export {
  type BadCursor,
  type FeedItem,
  type MessagePage,
  type MessageQuery,
  type MessageSource,
  messagePage,
} from './published/message-feed.js'
export { DEFAULT_TYPES, MESSAGE_TYPES, type MessageType } from './published/message-types.js'
export { type PublishedPool, publishedPool } from './published/pool-body.js'
export { type MemberBody, type PublishedSeat, publishedSeat } from './published/seat-body.js'
export type { FellBehind, Parked } from './reactors/backlog.js'
export type { JournalFailure } from './reactors/journal.js'
export { LedgerStates } from './reactors/ledger-states.js'
export { parkedRecords } from './reactors/parked-records.js'
export { type Attempt, PATIENT_RETRIES, type Reaction, type Reactor } from './reactors/reactor.js'
export type {
  Place,
  ReactorEnd,
  ReactorOptions,
  ReactorStatus,
  RunningReactor,
} from './reactors/running-reactor.js'
export { startReactor } from './reactors/start-reactor.js'
export { EventMetadata } from './stored/event-metadata.js'
export { type LedgerRecord, readRecord, type UnreadableEvent } from './stored/record.js'
export { upcast } from './stored/upcast.js'
