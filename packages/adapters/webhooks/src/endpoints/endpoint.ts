import type { MessageType, OrganizationId } from '@seat-ledger/core'
import type { EndpointEvent, EndpointId, SecretRef } from './endpoint-events.js'

/** Where an organization's messages go. */
export interface Endpoint {
  readonly id: EndpointId
  readonly organizationId: OrganizationId
  readonly url: string
  readonly types: readonly MessageType[]
  readonly description: string
  /** `paused` by somebody, `disabled` by the receiver; messages wait meanwhile, nothing is dropped. */
  readonly status: 'active' | 'paused' | 'disabled'
  readonly secrets: readonly SigningSecret[]
  readonly createdAt: string
  /** Since when it asks for `customer_seat.invitation_expired`; null when it does not. What expired before is not told. */
  readonly expiriesSince: string | null
}

/** A secret that messages are signed with; until an instant, or null for the newest. */
export interface SigningSecret {
  readonly ref: SecretRef
  readonly until: string | null
}

/** An organization's endpoints, by id, in the order in which they were created. */
export type Endpoints = ReadonlyMap<EndpointId, Endpoint>

/** The endpoints after an event. Total: an event about an endpoint that is not there changes nothing. */
export const evolveEndpoints = (endpoints: Endpoints, event: EndpointEvent): Endpoints => {
  if (event.type === 'EndpointCreated') {
    return new Map(endpoints).set(event.endpointId, {
      id: event.endpointId,
      organizationId: event.organizationId,
      url: event.url,
      types: event.types,
      description: event.description,
      status: 'active',
      secrets: [{ ref: event.secret, until: null }],
      createdAt: event.at,
      expiriesSince: asksForExpiries(event.types) ? event.at : null,
    })
  }
  const endpoint = endpoints.get(event.endpointId)
  if (endpoint === undefined) return endpoints
  const next = new Map(endpoints)
  if (event.type === 'EndpointRemoved') next.delete(event.endpointId)
  else next.set(event.endpointId, changed(endpoint, event))
  return next
}

type Change = Exclude<EndpointEvent, { type: 'EndpointCreated' | 'EndpointRemoved' }>

const changed = (endpoint: Endpoint, event: Change): Endpoint => {
  switch (event.type) {
    case 'EndpointChanged':
      return {
        ...endpoint,
        url: event.url ?? endpoint.url,
        types: event.types ?? endpoint.types,
        expiriesSince: asksForExpiries(event.types ?? endpoint.types)
          ? (endpoint.expiriesSince ?? event.at)
          : null,
        description: event.description ?? endpoint.description,
        status: event.paused === null ? endpoint.status : event.paused ? 'paused' : 'active',
      }
    case 'EndpointDisabled':
      return { ...endpoint, status: 'disabled' }
    case 'SecretRotated': {
      const kept = endpoint.secrets
        .filter(({ until }) => until === null || until > event.at)
        .map(({ ref, until }) => ({ ref, until: until ?? event.previousUntil }))
      return { ...endpoint, secrets: [{ ref: event.secret, until: null }, ...kept] }
    }
  }
}

const asksForExpiries = (types: readonly MessageType[]): boolean =>
  types.includes('customer_seat.invitation_expired')
