import type { OrganizationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import type { WebhookEndpoint, WebhookService } from '../../ports/webhooks.js'
import { findIn, type StaffCall } from '../staff-call.js'
import { webhookFailure } from './failures.js'

/** The webhooks of this server, if it runs any. */
export const webhooksOf = ({ services }: StaffCall): E.Either<Failure, WebhookService> =>
  services.webhooks === undefined ? E.left({ _tag: 'WebhooksOff' }) : E.right(services.webhooks)

/** An endpoint, whose it is, and what works with it. */
export interface EndpointTarget {
  readonly webhooks: WebhookService
  readonly organizationId: OrganizationId
  readonly endpoint: WebhookEndpoint
}

/** The endpoint of this id among the caller's organizations. */
export const findEndpoint = async (
  call: StaffCall,
  endpointId: string,
): Promise<E.Either<Failure, EndpointTarget>> => {
  const webhooks = webhooksOf(call)
  if (E.isLeft(webhooks)) return webhooks
  return findIn(call, 'Webhook endpoint', async (organizationId) => {
    const endpoint = await webhooks.right.endpoints.get(organizationId, endpointId)
    if (E.isRight(endpoint))
      return E.right({ webhooks: webhooks.right, organizationId, endpoint: endpoint.right })
    return endpoint.left._tag === 'EndpointNotFound'
      ? E.right(undefined)
      : E.left(webhookFailure(endpoint.left))
  })
}
