import type { OrganizationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import type { WebhookEndpoint, WebhookService } from '../../ports/webhooks.js'
import { firstOf, type Staff } from '../callers.js'
import type { Call } from '../endpoint.js'
import { webhookFailure } from './failures.js'

/** A call about webhooks. */
export type WebhookCall = Pick<Call<unknown, unknown, unknown, Staff>, 'caller' | 'services' | 'arrival'>

/** The webhooks of this server, if it runs any. */
export const webhooksOf = ({ services }: WebhookCall): E.Either<Failure, WebhookService> =>
  services.webhooks === undefined ? E.left({ _tag: 'WebhooksOff' }) : E.right(services.webhooks)

/** An endpoint, whose it is, and what works with it. */
export interface EndpointTarget {
  readonly webhooks: WebhookService
  readonly organizationId: OrganizationId
  readonly endpoint: WebhookEndpoint
}

/** The endpoint of this id among the caller's organizations. */
export const findEndpoint = async (
  call: WebhookCall,
  endpointId: string,
): Promise<E.Either<Failure, EndpointTarget>> => {
  const webhooks = webhooksOf(call)
  if (E.isLeft(webhooks)) return webhooks
  const first = await firstOf(call.caller, async (organizationId) => {
    const endpoint = await webhooks.right.endpoints.get(organizationId, endpointId)
    if (E.isRight(endpoint)) return endpoint
    return endpoint.left._tag === 'EndpointNotFound'
      ? E.right(undefined)
      : E.left(webhookFailure(endpoint.left))
  })
  if (E.isLeft(first)) return first
  if (first.right === undefined) return E.left(notFound('Webhook endpoint'))
  const { organization, found } = first.right
  call.arrival.about.organizationId = organization.id
  return E.right({ webhooks: webhooks.right, organizationId: organization.id, endpoint: found })
}
