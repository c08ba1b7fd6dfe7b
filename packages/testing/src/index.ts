export {
  type AddressPair,
  arbitraryAddress,
  arbitraryBadAddress,
  arbitraryEmail,
  arbitraryLookAlikes,
  arbitraryMessyAddress,
  arbitrarySpellings,
} from './arbitrary/emails.js'
export { arbitraryAppendFaults, arbitraryReadFaults } from './arbitrary/faults.js'
export {
  arbitraryCommand,
  arbitraryHistory,
  arbitraryHistoryAndCommand,
  type History,
  type HistoryOptions,
  type HistoryStep,
} from './arbitrary/history.js'
export {
  arbitraryBadId,
  arbitraryCommandId,
  arbitraryCustomerId,
  arbitraryLedgerStream,
  arbitraryOrganizationId,
  arbitraryPoolId,
  arbitraryProductId,
  arbitrarySeatId,
  arbitrarySourceId,
} from './arbitrary/ids.js'
export {
  arbitraryRecordedHistory,
  arbitraryRecordedLog,
  type RecordedLog,
  type RecordedLogOptions,
} from './arbitrary/recorded.js'
export {
  arbitraryActor,
  arbitraryBadMetadata,
  arbitraryCapacity,
  arbitraryDisplayName,
  arbitraryExternalId,
  arbitraryInstant,
  arbitraryMember,
  arbitraryMetadata,
  arbitraryProduct,
  arbitraryReason,
  arbitrarySource,
} from './arbitrary/values.js'
export { type BenefitsUnderTest, benefitsCases } from './contract/benefits.js'
export { type ContractCase, type Make, runCase, type Subject } from './contract/case.js'
export { type CheckpointsUnderTest, checkpointsCases } from './contract/checkpoints.js'
export { type ClockUnderTest, clockCases } from './contract/clock.js'
export type { EventStoreUnderTest } from './contract/event-store.js'
export type { FeedUnderTest } from './contract/feed.js'
export { type IdsUnderTest, idsCases } from './contract/ids.js'
export { type InvitationKeysUnderTest, invitationKeysCases } from './contract/invitation-keys.js'
export { type SnapshotsUnderTest, snapshotsCases } from './contract/snapshots.js'
export { eventStoreCases, feedCases } from './contract/suites.js'
export type { AppendFault, FaultedCall, FaultPlan, Faults, ReadFault } from './fake/fault-plan.js'
export { faultyEventStore } from './fake/faulty-event-store.js'
export { type ManualClock, manualClock } from './fake/manual-clock.js'
export { type BenefitCall, type MemoryBenefits, memoryBenefits } from './fake/memory-benefits.js'
export { type SequentialIdsOptions, sequentialIds } from './fake/sequential-ids.js'
export { type Given, given, type Then } from './given.js'
