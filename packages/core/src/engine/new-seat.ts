import type { NewSeat } from '../domain/commands.js'
import type { SeatId } from '../domain/ids.js'
import { instantOf } from '../domain/instant.js'
import { NO_METADATA } from '../domain/metadata.js'
import type { Member } from '../domain/values.js'
import type { BulkRow } from '../edge/inputs.js'
import type { Now } from './job.js'
import type { Settings } from './options.js'

/** The seat that a checked row asks for; the engine's own lifetime of invitations where the call says none. */
export const newSeat = (
  seatId: SeatId,
  { email, metadata, member, immediateClaim }: BulkRow,
  expiresInSeconds: number | undefined,
  { milliseconds }: Now,
  settings: Settings,
): NewSeat => ({
  seatId,
  email,
  metadata: metadata ?? NO_METADATA,
  member: memberOf(member),
  start:
    immediateClaim === undefined || immediateClaim === null
      ? {
          kind: 'invite',
          expiresAt: instantOf(milliseconds + (expiresInSeconds ?? settings.expiresInSeconds) * 1000),
        }
      : { kind: 'claim', customerId: immediateClaim.customerId },
})

const memberOf = (member: BulkRow['member']): Member | null =>
  member === undefined || member === null
    ? null
    : Object.freeze({
        memberId: member.memberId ?? null,
        externalMemberId: member.externalMemberId ?? null,
        externalCustomerId: member.externalCustomerId ?? null,
      })

/** What tells one row from another under the same command id. */
export const rowBody = ({ email, metadata, member, immediateClaim }: BulkRow): object => ({
  email: email.key,
  metadata,
  member,
  immediateClaim,
})
