import {
  type Attempt,
  type Expiry,
  expiryMessage,
  expiryMessageId,
  expiryOf,
  type InvitingRecord,
  isInviting,
  type Ledger,
  millisecondsOf,
  PATIENT_RETRIES,
  type Place,
  type Platform,
  type Reaction,
  type Reactor,
  readRecord,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Endpoint } from '../endpoints/endpoint.js'
import { deliver, type EndpointContext } from './endpoint-reactor.js'

/** How long after its time an invitation is looked at, so that a claim of the last moment is in the log by then. */
const GRACE_MS = 1_000
const PAGE = 200

/** The name of the reactor of an endpoint's expiries. */
export const expiryReactorName = (endpointId: string): string => `webhook-${endpointId}-expiry`

/**
 * Tells an endpoint by the clock that invitations expired. No event says so: the record that made the invitation is set
 * down in the journal to be handled again when its time has come (`postpone`), and then the ledger tells whether it was
 * still open. So nothing is lost in a crash, and the message has one id, that record's.
 */
export const expiryReactor = (
  endpointId: string,
  context: EndpointContext,
  postpone: (place: Place) => Promise<boolean>,
): Reactor => ({
  name: expiryReactorName(endpointId),
  // The first wait is the one until the invitation's time.
  retryAfterSeconds: [0, ...PATIENT_RETRIES],
  handle: async (record, attempt) => {
    const endpoint = context.endpoint()
    if (!isInviting(record) || !isAbout(endpoint, record)) return DONE
    if (!attempt.replayed) return (await postpone(record)) ? DONE : UNREADABLE
    if (endpoint?.status !== 'active') return { _tag: 'Halt', detail: `the endpoint is ${endpoint?.status}` }
    return whenDue(record, attempt, context)
  },
})

/** Whether the endpoint is to be told, should the invitation expire. */
const isAbout = (endpoint: Endpoint | undefined, { organizationId, event }: InvitingRecord): boolean =>
  endpoint?.organizationId === organizationId &&
  endpoint.expiriesSince !== null &&
  event.invitation.expiresAt > endpoint.expiriesSince

const whenDue = async (
  record: InvitingRecord,
  { number, signal }: Attempt,
  context: EndpointContext,
): Promise<Reaction> => {
  const early = earlyBy(record, context.platform)
  if (early > 0) return { _tag: 'Retry', detail: 'its time has not come', afterSeconds: early / 1_000 }
  const ledger = await context.states.now(record)
  if (E.isLeft(ledger)) return UNREADABLE
  const expiry = await settledExpiry(record, ledger.right, context.platform)
  if (expiry !== 'expired') return expiry === 'unclear' ? UNREADABLE : DONE
  return tell(record, ledger.right, { number: Math.max(1, number - 1), replayed: false }, context, signal)
}

const DONE: Reaction = Object.freeze({ _tag: 'Done' })
const UNREADABLE: Reaction = Object.freeze({ _tag: 'Retry', detail: 'the ledger cannot be read' })

const earlyBy = ({ event }: InvitingRecord, { clock }: Platform): number =>
  millisecondsOf(event.invitation.expiresAt) + GRACE_MS - clock.now()

const tell = async (
  record: InvitingRecord,
  ledger: Ledger,
  attempt: { readonly number: number; readonly replayed: boolean },
  context: EndpointContext,
  signal: AbortSignal,
): Promise<Reaction> => {
  const message = expiryMessage(record, ledger)
  if (message === undefined) return DONE
  const { stream, revision } = record
  const body = JSON.stringify(message)
  const envelope = { id: expiryMessageId(record), type: message.type, body, stream, revision }
  return deliver(envelope, attempt, context, signal)
}

/** Reads on from the invitation where the state of now does not tell which came first. */
const settledExpiry = async (record: InvitingRecord, ledger: Ledger, platform: Platform): Promise<Expiry> => {
  const known = expiryOf(record, ledger)
  if (known !== 'unclear') return known
  const { seatId, invitation } = record.event
  for (let from = record.revision + 1; ; from += PAGE) {
    const page = await platform.eventStore.read(record.stream, { from, limit: PAGE })
    if (E.isLeft(page)) return 'unclear'
    for (const recorded of page.right) {
      const next = readRecord(recorded)
      if (E.isLeft(next) || !('seatId' in next.right.event) || next.right.event.seatId !== seatId) continue
      return next.right.event.at < invitation.expiresAt ? 'ended-before' : 'expired'
    }
    if (page.right.length < PAGE) return 'unclear'
  }
}
