import {
  instantOf,
  type LedgerRecord,
  type LedgerStates,
  type MessageType,
  messageId,
  messageOf,
  messageTypes,
  PATIENT_RETRIES,
  type Platform,
  type Reaction,
  type Reactor,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Endpoint } from '../endpoints/endpoint.js'
import { sign } from '../signature/sign.js'
import type { Delivery, DeliveryLog } from './delivery-log.js'
import type { PostResult, WebhookTransport } from './transport.js'

/** The largest body that is sent; a larger message is parked. */
const MAX_BODY_BYTES = 256 * 1_024

/** What the reactor of one endpoint works with. */
export interface EndpointContext {
  readonly platform: Platform
  readonly transport: WebhookTransport
  readonly states: LedgerStates
  readonly log: DeliveryLog
  /** The endpoint as it is set now; undefined once it is removed. */
  readonly endpoint: () => Endpoint | undefined
  /** The secrets to sign with now. */
  readonly secrets: () => readonly string[]
  /** The receiver said that it is gone. */
  readonly disable: (detail: string) => Promise<void>
}

/** What a message is called in a delivery: everything that stays the same from try to try. */
export interface Envelope {
  readonly id: string
  readonly type: string
  readonly body: string
  readonly stream: string
  readonly revision: number
}

/** The reactor's name: its checkpoint and journal are the endpoint's own, so no endpoint waits for another. */
export const reactorName = (endpointId: string): string => `webhook-${endpointId}`

/** Delivers an endpoint's messages, in the order of each pool, with days of patience. */
export const endpointReactor = (endpointId: string, context: EndpointContext): Reactor => ({
  name: reactorName(endpointId),
  retryAfterSeconds: PATIENT_RETRIES,
  handle: async (record, { number, replayed, signal }) => {
    const endpoint = context.endpoint()
    if (endpoint === undefined || endpoint.organizationId !== record.organizationId) return DONE
    const types = messageTypes(record.event).filter((type) => endpoint.types.includes(type))
    if (types.length === 0) return DONE
    if (endpoint.status !== 'active') return { _tag: 'Halt', detail: `the endpoint is ${endpoint.status}` }
    const envelopes = await envelopesOf(types, record, context)
    if (envelopes === undefined) return { _tag: 'Retry', detail: 'the ledger cannot be read' }
    for (const envelope of envelopes) {
      const reaction = await deliver(envelope, { number, replayed }, context, signal)
      if (reaction._tag !== 'Done') return reaction
    }
    return DONE
  },
})

const DONE: Reaction = Object.freeze({ _tag: 'Done' })

const envelopesOf = async (
  types: readonly MessageType[],
  record: LedgerRecord,
  { states }: EndpointContext,
): Promise<readonly Envelope[] | undefined> => {
  const state = await states.after(record)
  if (E.isLeft(state)) return undefined
  const { stream, revision } = record
  return types.flatMap((type) => {
    const message = messageOf(type, record, state.right)
    return message === undefined
      ? []
      : [{ id: messageId(record.id), type, body: JSON.stringify(message), stream, revision }]
  })
}

/** Sends one message once, logs the try, and says what follows from the answer. */
export const deliver = async (
  envelope: Envelope,
  { number, replayed }: { readonly number: number; readonly replayed: boolean },
  context: EndpointContext,
  signal: AbortSignal,
): Promise<Reaction> => {
  const { platform, log } = context
  const began = platform.clock.now()
  const record = (outcome: Delivery['outcome'], status: number | null, detail: string): void =>
    log.add({
      type: 'Delivery',
      messageId: envelope.id,
      messageType: envelope.type,
      stream: envelope.stream,
      revision: envelope.revision,
      attempt: number,
      replayed,
      outcome,
      status,
      detail,
      durationMs: Math.max(0, Math.round(platform.clock.now() - began)),
      at: instantOf(began),
    })
  if (Buffer.byteLength(envelope.body) > MAX_BODY_BYTES) {
    record('too-large', null, `more than ${MAX_BODY_BYTES} bytes`)
    return { _tag: 'Park', detail: 'the message is too large' }
  }
  const result = await post(envelope, context, began, signal)
  if (result._tag === 'Failed') {
    if (!signal.aborted) record('failed', null, result.detail)
    return { _tag: 'Retry', detail: result.detail }
  }
  const { status, answer, retryAfterSeconds } = result
  if (status >= 200 && status < 300) {
    record('delivered', status, answer)
    return DONE
  }
  record(status === 410 ? 'gone' : 'failed', status, answer)
  if (status === 410) {
    await context.disable('the receiver answered 410 Gone')
    return { _tag: 'Halt', detail: 'the receiver answered 410 Gone' }
  }
  const detail = `the receiver answered ${status}`
  return retryAfterSeconds === undefined
    ? { _tag: 'Retry', detail }
    : { _tag: 'Retry', detail, afterSeconds: retryAfterSeconds }
}

const post = (
  envelope: Envelope,
  context: EndpointContext,
  now: number,
  signal: AbortSignal,
): Promise<PostResult> => {
  const timestamp = Math.floor(now / 1_000)
  const url = context.endpoint()?.url
  if (url === undefined) return Promise.resolve({ _tag: 'Failed', detail: 'the endpoint was removed' })
  return context.transport.post({
    url,
    body: envelope.body,
    signal,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'seat-ledger-webhooks',
      'webhook-id': envelope.id,
      'webhook-timestamp': `${timestamp}`,
      'webhook-signature': sign(context.secrets(), { id: envelope.id, timestamp, body: envelope.body }),
    },
  })
}
