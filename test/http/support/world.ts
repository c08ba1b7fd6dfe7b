import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createSeatLedger,
  type EngineOptions,
  type EventStore,
  type Instant,
  type Platform,
  type RunningProjection,
  type SeatIndex,
  type SeatLedger,
  seatIndex,
  startProjection,
} from '@seat-ledger/core'
import {
  createHttpApi,
  type Directory,
  type HttpApi,
  type HttpApiOptions,
  memoryDirectory,
  type Organization,
  type RequestReport,
  type Subject,
  type WebhookService,
} from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import { memoryPlatform } from '@seat-ledger/memory'
import { type SteppedClock, steppedClock } from './clock.js'
import { type Conformance, conformanceOf } from './conform.js'

const START = '2026-03-03T09:00:00.000Z' as Instant

/** What differs from one test to the next. */
export interface WorldOptions {
  readonly organizations?: readonly Organization[]
  readonly tokens?: readonly { readonly token: string; readonly subject: Subject }[]
  readonly engine?: EngineOptions
  /** Whether time passes by itself too. */
  readonly running?: boolean
  readonly api?: Partial<HttpApiOptions>
  readonly store?: (store: EventStore) => EventStore
  readonly platform?: (platform: Platform) => Platform
  /** Webhooks on the same log; ended with the world. */
  readonly webhooks?: (platform: Platform) => WebhookService & { readonly stop: () => Promise<void> }
}

const READ_WRITE = ['customer_seats:read', 'customer_seats:write'] as const
const PORTAL = ['customer_portal:read', 'customer_portal:write'] as const

export const organization = (id: string, more: Partial<Organization> = {}): Organization => ({
  id: id,
  name: 'Acme',
  slug: 'acme',
  claimPolicy: 'token',
  maskEmail: true,
  seatsEnabled: true,
  ...more,
})

export const staffToken = (token: string, id: string, scopes: Subject['scopes'] = READ_WRITE) => ({
  token,
  subject: { kind: 'organization', organizationId: id, scopes } as const,
})

export const session = (
  token: string,
  id: string,
  customerId: string,
  email: string | null,
  scopes: Subject['scopes'] = PORTAL,
) => ({
  token,
  subject: {
    kind: 'customer_session',
    organizationId: id,
    customerId: customerId,
    email,
    scopes,
  } as const,
})

const ORGANIZATIONS = [
  organization('org_a'),
  organization('org_b', { name: 'Other', slug: 'other', maskEmail: false }),
  organization('org_off', { seatsEnabled: false }),
  organization('org_match', { claimPolicy: 'email-match' }),
]

const TOKENS = [
  staffToken('oat_a', 'org_a'),
  staffToken('oat_a_read', 'org_a', ['customer_seats:read']),
  staffToken('oat_a_none', 'org_a', []),
  staffToken('oat_a_hooks', 'org_a', ['webhooks:write', 'customer_seats:write']),
  staffToken('oat_a_hooks_read', 'org_a', ['webhooks:read']),
  staffToken('oat_b_hooks', 'org_b', ['webhooks:write', 'customer_seats:write']),
  staffToken('oat_a_audit', 'org_a', ['seat_audit:read']),
  staffToken('oat_b', 'org_b'),
  staffToken('oat_off', 'org_off'),
  staffToken('oat_match', 'org_match'),
  {
    token: 'pat_ab',
    subject: {
      kind: 'personal',
      userId: 'usr_1',
      organizationIds: ['org_a', 'org_b'],
      scopes: READ_WRITE,
    } as const,
  },
  session('cst_owner', 'org_a', 'cus_owner', 'owner@acme.example'),
  session('cst_owner_read', 'org_a', 'cus_owner', 'owner@acme.example', ['customer_portal:read']),
  session('cst_ada', 'org_a', 'cus_ada', 'ada@example.com'),
  session('cst_eve', 'org_a', 'cus_eve', 'eve@example.com'),
  session('cst_b', 'org_b', 'cus_owner', 'owner@other.example'),
  session('cst_off', 'org_off', 'cus_owner', 'owner@off.example'),
  session('cst_match_ada', 'org_match', 'cus_ada', 'Ada@Example.com'),
  session('cst_match_eve', 'org_match', 'cus_eve', 'eve@example.com'),
]

/** An API on an engine in memory, without a socket. */
export interface World {
  readonly api: HttpApi
  readonly ledger: SeatLedger
  readonly seats: RunningProjection<SeatIndex>
  readonly platform: Platform
  readonly clock: SteppedClock
  readonly directory: Directory
  readonly reports: RequestReport[]
  readonly conforms: Conformance
  readonly end: () => Promise<void>
}

export const world = async (options: WorldOptions = {}): Promise<World> => {
  const clock = steppedClock(START, options.running ?? false)
  const memory = memoryPlatform({ clock })
  const stored = { ...memory, eventStore: options.store?.(memory.eventStore) ?? memory.eventStore }
  const platform = options.platform?.(stored) ?? stored
  const ledger = createSeatLedger(platform, options.engine)
  const { feed } = platform
  const seats = startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' })
  const directory = memoryDirectory({
    clock,
    organizations: options.organizations ?? ORGANIZATIONS,
    tokens: options.tokens ?? TOKENS,
  })
  const reports: RequestReport[] = []
  const onRequest = (report: RequestReport) => void reports.push(report)
  const webhooks = options.webhooks?.(platform)
  const api = createHttpApi({
    ledger,
    seats,
    platform,
    ...directory,
    onRequest,
    ...(webhooks === undefined ? {} : { webhooks }),
    ...options.api,
  })
  return {
    api,
    ledger,
    seats,
    platform,
    clock,
    directory,
    reports,
    conforms: await conformanceOf(api),
    end: async () => {
      await webhooks?.stop()
      await seats.stop()
    },
  }
}

/** What a request is sent with. */
export interface Sent {
  readonly token?: string | null
  readonly body?: unknown
  /** In place of `body`, as it is. */
  readonly raw?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back. */
export interface Got {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers whose shape it is about to check
  readonly body: any
  readonly text: string
}

export type Send = (method: string, path: string, sent?: Sent) => Promise<Got>

/** A world behind a real socket; every answer is held against the OpenAPI document. */
export interface Served extends World {
  readonly url: string
  readonly send: Send
}

const initOf = ({ token = 'oat_a', body, raw, headers }: Sent): Omit<RequestInit, 'method'> => {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  return {
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  }
}

const LINES = 'application/x-ndjson'

const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const gotOf = async (
  response: Response,
  method: string,
  path: string,
  conforms: Conformance,
): Promise<Got> => {
  const text = await response.text()
  const contentType = response.headers.get('content-type')
  const isJson = contentType === 'application/json' && text !== ''
  const body: unknown = isJson ? JSON.parse(text) : contentType === LINES ? linesOf(text) : undefined
  const problem = conforms(method, path, response.status, body, contentType === LINES ? LINES : undefined)
  if (problem !== undefined) throw new Error(`not as the OpenAPI document says: ${problem}\n${text}`)
  return { status: response.status, headers: response.headers, body, text }
}

const listen = async (listener: Parameters<typeof createServer>[1]): Promise<Server> => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

export const serve = async (options: WorldOptions = {}): Promise<Served> => {
  const inner = await world(options)
  const server = await listen(nodeListener(inner.api))
  const url = urlOf(server)
  return {
    ...inner,
    url,
    send: async (method, path, sent = {}) =>
      gotOf(await fetch(`${url}${path}`, { method, ...initOf(sent) }), method, path, inner.conforms),
    end: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await inner.end()
    },
  }
}

/** The same without a socket. */
export const sendTo =
  ({ api, conforms }: World): Send =>
  async (method, path, sent = {}) =>
    gotOf(await api(new Request(`http://test${path}`, { method, ...initOf(sent) })), method, path, conforms)

/** Opens a pool of subscription `id`, as the tests want most of the time. */
export const openPool = async (
  send: Send,
  id: string,
  capacity: number,
  { token = 'oat_a', kind = 'subscription', owner = 'cus_owner' } = {},
): Promise<Got> => {
  const got = await send('PUT', `/v1/seat-pools/${id}`, {
    token,
    body: { source: { kind, id }, customer_id: owner, product: { id: 'prod_1', name: 'Team Pro' }, capacity },
  })
  if (got.status !== 201) throw new Error(`the pool was not opened: ${got.text}`)
  return got
}
