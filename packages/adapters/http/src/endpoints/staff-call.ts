import type { OrganizationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../failures/failures.js'
import { firstOf, type Staff } from './callers.js'
import type { Call } from './endpoint.js'

/** A call by whoever works for organizations. */
export type StaffCall = Pick<Call<unknown, unknown, unknown, Staff>, 'caller' | 'services' | 'arrival'>

/** The one organization that a question about a whole organization is about. */
export const onlyOrganization = ({ caller, arrival }: StaffCall): E.Either<Failure, OrganizationId> => {
  const [only, second] = caller.organizations
  if (only === undefined || second !== undefined) {
    return E.left({
      _tag: 'SelectorMissing',
      detail: 'organization_id is needed: this token has several organizations.',
    })
  }
  arrival.about.organizationId = only.id
  return E.right(only.id)
}

/** What `find` finds in the first of the caller's organizations that has it; else `what` is not found. */
export const findIn = async <Found>(
  { caller, arrival }: StaffCall,
  what: Parameters<typeof notFound>[0],
  find: (organizationId: OrganizationId) => Promise<E.Either<Failure, Found | undefined>>,
): Promise<E.Either<Failure, Found>> => {
  const first = await firstOf(caller, find)
  if (E.isLeft(first)) return first
  if (first.right === undefined) return E.left(notFound(what))
  arrival.about.organizationId = first.right.organization.id
  return E.right(first.right.found)
}
