import { readPoolAsOf } from './audit/as-of.js'
import { readPoolChanges } from './audit/changes.js'
import { listAuditEvents } from './audit/events.js'
import { listEventsOfPerson } from './audit/people.js'
import { readSeatHistory } from './audit/seat-history.js'
import { readUsageOverTime } from './audit/usage.js'
import { claimSeat } from './claim/claim.js'
import { claimSeatByToken } from './claim/claim-by-token.js'
import { readClaimInfo } from './claim/info.js'
import type { Endpoint } from './endpoint.js'
import { listEvents } from './events/list.js'
import { closePool } from './pools/close.js'
import { putPool } from './pools/put.js'
import { readPool } from './pools/read.js'
import { assignOwnSeat } from './portal/assign.js'
import { listOwnSeats } from './portal/list.js'
import { resendOwnInvitation } from './portal/resend.js'
import { revokeOwnSeat } from './portal/revoke.js'
import { listHeldSubscriptions } from './portal/subscriptions.js'
import { assignSeat } from './seats/assign.js'
import { assignSeatsInBulk } from './seats/bulk.js'
import { listSeatsOfPool } from './seats/list.js'
import { readSeat } from './seats/read.js'
import { reassignSeat } from './seats/reassign.js'
import { resendInvitation } from './seats/resend.js'
import { revokeSeat } from './seats/revoke.js'
import { seatUsage } from './seats/usage.js'
import {
  listParkedMessages,
  listWebhookDeliveries,
  pingWebhookEndpoint,
  replayWebhookMessages,
} from './webhooks/deliveries.js'
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  listWebhookEndpoints,
  readWebhookEndpoint,
  removeWebhookEndpoint,
  rotateWebhookSecret,
} from './webhooks/settings.js'

/** Every endpoint there is. A path without `{…}` stands before those that its name could be a value of. */
export const ENDPOINTS: readonly Endpoint[] = [
  assignSeat,
  listSeatsOfPool,
  assignSeatsInBulk,
  seatUsage,
  readSeat,
  revokeSeat,
  resendInvitation,
  reassignSeat,
  claimSeatByToken,
  readClaimInfo,
  claimSeat,
  listOwnSeats,
  assignOwnSeat,
  listHeldSubscriptions,
  revokeOwnSeat,
  resendOwnInvitation,
  putPool,
  readPool,
  closePool,
  listAuditEvents,
  readSeatHistory,
  readPoolAsOf,
  readPoolChanges,
  readUsageOverTime,
  listEventsOfPerson,
  createWebhookEndpoint,
  listWebhookEndpoints,
  readWebhookEndpoint,
  changeWebhookEndpoint,
  removeWebhookEndpoint,
  rotateWebhookSecret,
  listWebhookDeliveries,
  listParkedMessages,
  replayWebhookMessages,
  pingWebhookEndpoint,
  listEvents,
]
