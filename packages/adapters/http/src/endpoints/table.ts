import { claimSeat } from './claim/claim.js'
import { claimSeatByToken } from './claim/claim-by-token.js'
import { readClaimInfo } from './claim/info.js'
import type { Endpoint } from './endpoint.js'
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
]
