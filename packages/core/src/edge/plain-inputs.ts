import * as E from 'fp-ts/lib/Either.js'
import { type Email, parseEmail } from '../domain/email.js'
import { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import { type Actor, plainActor } from '../domain/values.js'

/*
 * The usual form of the commands that come most, read by hand: what is required, and nothing else. Whatever more is
 * given, well-formed or not, is left to the codec; a property holds the two against each other.
 */

type Given = { readonly [name: string]: unknown }

interface PlainOrigin {
  readonly actor: Actor
}

const given = (input: unknown): Given | undefined =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Given) : undefined

/** Whether nothing is said about the command itself: its id, its cause, its conditions. */
const isBare = (input: Given): boolean =>
  input.commandId === undefined &&
  input.correlationId === undefined &&
  input.causationId === undefined &&
  input.reason === undefined &&
  input.ifRevision === undefined

const own = (input: Given, name: string): unknown => (Object.hasOwn(input, name) ? input[name] : undefined)

const emailOf = (input: unknown): Email | undefined => {
  if (typeof input !== 'string') return undefined
  const email = parseEmail(input)
  return E.isRight(email) ? email.right : undefined
}

/** See `AssignInput`. */
export const plainAssign = (
  input: unknown,
):
  | (PlainOrigin & {
      readonly organizationId: OrganizationId
      readonly poolId: PoolId
      readonly email: Email
    })
  | undefined => {
  const fields = given(input)
  if (fields === undefined || !isBare(fields)) return undefined
  if (fields.metadata !== undefined || fields.member !== undefined) return undefined
  if (fields.immediateClaim !== undefined || fields.expiresInSeconds !== undefined) return undefined
  const organizationId = own(fields, 'organizationId')
  const poolId = own(fields, 'poolId')
  if (!OrganizationId.is(organizationId) || !PoolId.is(poolId)) return undefined
  const actor = plainActor(own(fields, 'actor'))
  const email = emailOf(own(fields, 'email'))
  return actor === undefined || email === undefined ? undefined : { organizationId, poolId, actor, email }
}

/** See `ClaimInput`. */
export const plainClaim = (
  input: unknown,
): (PlainOrigin & { readonly token: string; readonly customerId: CustomerId }) | undefined => {
  const fields = given(input)
  if (fields === undefined || !isBare(fields)) return undefined
  if (fields.organizationId !== undefined || fields.email !== undefined || fields.policy !== undefined)
    return undefined
  const token = own(fields, 'token')
  const customerId = own(fields, 'customerId')
  if (typeof token !== 'string' || !CustomerId.is(customerId)) return undefined
  const actor = plainActor(own(fields, 'actor'))
  return actor === undefined ? undefined : { actor, token, customerId }
}

/** See `RevokeInput`. */
export const plainRevoke = (
  input: unknown,
): (PlainOrigin & { readonly organizationId: OrganizationId; readonly seatId: SeatId }) | undefined => {
  const fields = given(input)
  if (fields === undefined || !isBare(fields)) return undefined
  const organizationId = own(fields, 'organizationId')
  const seatId = own(fields, 'seatId')
  if (!OrganizationId.is(organizationId) || !SeatId.is(seatId)) return undefined
  const actor = plainActor(own(fields, 'actor'))
  return actor === undefined ? undefined : { organizationId, seatId, actor }
}
