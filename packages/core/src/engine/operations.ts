import type * as t from 'io-ts'
import type { Command } from '../domain/commands.js'
import type { SeatId } from '../domain/ids.js'
import { instantOf } from '../domain/instant.js'
import type * as inputs from '../edge/inputs.js'
import type { InvitationRef } from '../invitation/token.js'
import type { Now } from './job.js'
import { newSeat, rowBody } from './new-seat.js'
import type { Settings } from './options.js'

type Input<Codec extends t.Mixed> = t.TypeOf<Codec>

/**
 * How a checked call becomes a command. Plain functions of the input and of what was drawn for it (ids, the content of
 * a token), so that a lost race leads to the same command again; shared by all calls, which need no closures of their own.
 */
export interface Operation<In, Drawn> {
  readonly name: Command['type']
  readonly command: (input: In, drawn: Drawn, now: Now, settings: Settings) => Command
  /** What tells the call from another under the same command id. */
  readonly body: (input: In, drawn: Drawn) => object
}

type OnPool<Codec extends t.Mixed> = Operation<Input<Codec>, undefined>

const poolFacts = (input: Input<typeof inputs.OpenPoolInput>) => {
  const { organizationId, poolId, customerId, source, product, capacity } = input
  return { organizationId, poolId, customerId, source, product, capacity }
}

export const openPool: OnPool<typeof inputs.OpenPoolInput> = {
  name: 'OpenPool',
  command: (input, _, { at }) => ({ type: 'OpenPool', ...poolFacts(input), at }),
  body: poolFacts,
}

export const changeCapacity: OnPool<typeof inputs.ChangeCapacityInput> = {
  name: 'ChangeCapacity',
  command: ({ poolId, capacity }, _, { at }) => ({ type: 'ChangeCapacity', poolId, capacity, at }),
  body: ({ capacity }) => ({ capacity }),
}

export const closePool: OnPool<typeof inputs.ClosePoolInput> = {
  name: 'ClosePool',
  command: ({ poolId }, _, { at }) => ({ type: 'ClosePool', poolId, at }),
  body: () => ({}),
}

export const releaseExpired: OnPool<typeof inputs.ReleaseExpiredInput> = {
  name: 'ReleaseExpired',
  command: ({ poolId }, _, { at }) => ({ type: 'ReleaseExpired', poolId, at }),
  body: () => ({}),
}

/** Draws the id of the new seat. */
export const assign: Operation<Input<typeof inputs.AssignInput>, SeatId> = {
  name: 'Assign',
  command: (input, seatId, now, settings) => ({
    type: 'Assign',
    seat: newSeat(seatId, input, input.expiresInSeconds, now, settings),
    releaseExpired: settings.releaseExpired,
    at: now.at,
  }),
  body: (input) => ({ ...rowBody(input), expiresInSeconds: input.expiresInSeconds }),
}

export const resend: OnPool<typeof inputs.ResendInput> = {
  name: 'Resend',
  command: ({ seatId, expiresInSeconds }, _, { at, milliseconds }, settings) => ({
    type: 'Resend',
    seatId,
    expiresAt: instantOf(milliseconds + (expiresInSeconds ?? settings.expiresInSeconds) * 1000),
    allowance: settings.resendAllowance,
    at,
  }),
  body: ({ seatId, expiresInSeconds }) => ({ seatId, expiresInSeconds }),
}

const holderOf = (input: Input<typeof inputs.ClaimInput>) => ({
  customerId: input.customerId,
  email: input.email ?? null,
})

/** Draws what the token says. */
export const claim: Operation<Input<typeof inputs.ClaimInput>, InvitationRef> = {
  name: 'Claim',
  command: (input, { seatId, number }, { at }, settings) => ({
    type: 'Claim',
    seatId,
    invitation: number,
    holder: holderOf(input),
    policy: input.policy ?? settings.claimPolicy,
    at,
  }),
  body: (input, { seatId, number }) => ({ seatId, number, holder: holderOf(input), policy: input.policy }),
}

export const revoke: OnPool<typeof inputs.RevokeInput> = {
  name: 'Revoke',
  command: ({ seatId }, _, { at }) => ({ type: 'Revoke', seatId, cause: 'revoked', at }),
  body: ({ seatId }) => ({ seatId }),
}

/** Draws the id of the new seat. */
export const reassign: Operation<Input<typeof inputs.ReassignInput>, SeatId> = {
  name: 'Reassign',
  command: (input, newSeatId, now, settings) => ({
    type: 'Reassign',
    seatId: input.seatId,
    to: newSeat(newSeatId, input, input.expiresInSeconds, now, settings),
    at: now.at,
  }),
  body: (input) => ({
    seatId: input.seatId,
    ...rowBody(input),
    expiresInSeconds: input.expiresInSeconds,
  }),
}
