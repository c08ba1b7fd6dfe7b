import * as E from 'fp-ts/lib/Either.js'
import { commandIdOf } from '../../call/idempotency.js'
import type { Failure } from '../../failures/failures.js'
import type { WebhookEndpoint } from '../../ports/webhooks.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields } from '../../wire/requests.js'
import { EndpointPath, WebhookPageQuery, WebhookQuery } from '../../wire/webhook-requests.js'
import {
  WebhookEndpointBody,
  WebhookEndpointChange,
  WebhookEndpointCreate,
  WebhookEndpointList,
} from '../../wire/webhooks.js'
import { staffEndpoint } from '../endpoint.js'
import { onlyOrganization } from '../staff-call.js'
import { endpointBody, pageOf, secretEndpointBody } from './bodies.js'
import { webhookFailure } from './failures.js'
import { findEndpoint, webhooksOf } from './target.js'

const READ = { kind: 'organization', need: 'webhooks' } as const
const WRITE = { kind: 'organization', need: 'webhooks_write' } as const

export const createWebhookEndpoint = staffEndpoint(
  {
    operationId: 'createWebhookEndpoint',
    method: 'POST',
    path: '/v1/webhooks/endpoints',
    tag: 'Webhooks',
    summary: 'Make an endpoint',
    description:
      'It receives what happens from now on. The answer has the secret that its messages are signed with.',
    access: WRITE,
    inputs: { path: NoFields, query: WebhookQuery, body: WebhookEndpointCreate },
    replies: { 201: WebhookEndpointBody },
    errors: [400, 501],
  },
  async (call) => {
    const webhooks = webhooksOf(call)
    if (E.isLeft(webhooks)) return webhooks
    const organizationId = onlyOrganization(call)
    if (E.isLeft(organizationId)) return organizationId
    const commandId = commandIdOf(call.caller.keyScope, call.idempotencyKey)
    const made = await webhooks.right.endpoints.create(organizationId.right, call.body, commandId)
    if (E.isLeft(made)) return E.left(webhookFailure(made.left))
    return E.right({ status: 201, body: secretEndpointBody(webhooks.right, made.right.endpoint) })
  },
)

export const listWebhookEndpoints = staffEndpoint(
  {
    operationId: 'listWebhookEndpoints',
    method: 'GET',
    path: '/v1/webhooks/endpoints',
    tag: 'Webhooks',
    summary: 'List endpoints',
    description: 'Of all organizations of the token, oldest first.',
    access: READ,
    inputs: { path: NoFields, query: WebhookPageQuery, body: NoBody },
    replies: { 200: WebhookEndpointList },
    errors: [501],
  },
  async (call) => {
    const webhooks = webhooksOf(call)
    if (E.isLeft(webhooks)) return webhooks
    const all: WebhookEndpoint[] = []
    for (const { id } of call.caller.organizations) {
      const list = await webhooks.right.endpoints.list(id)
      if (E.isLeft(list)) return E.left(webhookFailure(list.left))
      all.push(...list.right)
    }
    const { items, pagination } = pageOf(all, call.query)
    return E.right({ status: 200, body: { items: items.map(endpointBody), pagination } })
  },
)

export const readWebhookEndpoint = staffEndpoint(
  {
    operationId: 'readWebhookEndpoint',
    method: 'GET',
    path: '/v1/webhooks/endpoints/{endpoint_id}',
    tag: 'Webhooks',
    summary: 'Read an endpoint',
    access: READ,
    inputs: { path: EndpointPath, query: WebhookQuery, body: NoBody },
    replies: { 200: WebhookEndpointBody },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, endpoint } = target.right
    const body = call.caller.seesSecrets ? secretEndpointBody(webhooks, endpoint) : endpointBody(endpoint)
    return E.right({ status: 200, body })
  },
)

export const changeWebhookEndpoint = staffEndpoint(
  {
    operationId: 'changeWebhookEndpoint',
    method: 'PATCH',
    path: '/v1/webhooks/endpoints/{endpoint_id}',
    tag: 'Webhooks',
    summary: 'Change, pause or resume an endpoint',
    description: 'What is left out stays as it is.',
    access: WRITE,
    inputs: { path: EndpointPath, query: WebhookQuery, body: WebhookEndpointChange },
    replies: { 200: WebhookEndpointBody },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const commandId = commandIdOf(call.caller.keyScope, call.idempotencyKey)
    const changed = await webhooks.endpoints.change(organizationId, endpoint.id, call.body, commandId)
    if (E.isLeft(changed)) return E.left(webhookFailure(changed.left))
    return E.right({ status: 200, body: endpointBody(changed.right.endpoint) })
  },
)

export const rotateWebhookSecret = staffEndpoint(
  {
    operationId: 'rotateWebhookSecret',
    method: 'POST',
    path: '/v1/webhooks/endpoints/{endpoint_id}/rotate',
    tag: 'Webhooks',
    summary: 'Give an endpoint a new secret',
    description:
      'For a day messages are signed with the secret before as well, so that receivers can take over the new one.',
    access: WRITE,
    inputs: { path: EndpointPath, query: WebhookQuery, body: NoBody },
    replies: { 200: WebhookEndpointBody },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const commandId = commandIdOf(call.caller.keyScope, call.idempotencyKey)
    const rotated = await webhooks.endpoints.rotate(organizationId, endpoint.id, commandId)
    if (E.isLeft(rotated)) return E.left(webhookFailure(rotated.left))
    return E.right({ status: 200, body: secretEndpointBody(webhooks, rotated.right.endpoint) })
  },
)

export const removeWebhookEndpoint = staffEndpoint(
  {
    operationId: 'removeWebhookEndpoint',
    method: 'DELETE',
    path: '/v1/webhooks/endpoints/{endpoint_id}',
    tag: 'Webhooks',
    summary: 'Remove an endpoint',
    description: 'What it has not received yet is not sent.',
    access: WRITE,
    inputs: { path: EndpointPath, query: WebhookQuery, body: NoBody },
    unkeyed: true,
    replies: { 204: null },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const removed = await webhooks.endpoints.remove(organizationId, endpoint.id)
    if (E.isLeft(removed)) return E.left<Failure>(webhookFailure(removed.left))
    return E.right({ status: 204, body: undefined })
  },
)
