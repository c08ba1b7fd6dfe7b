import {
  type Clock,
  type Instant,
  instantOf,
  type LedgerRecord,
  type LedgerStates,
  PATIENT_RETRIES,
  type Reaction,
  type Reactor,
  type ReadFailure,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { InvitationMailer } from '../mail/mailer.js'
import { type Composition, compose } from './compose.js'
import { type GivenInvitation, invitationOf, standingOf } from './due.js'
import type { Mailed } from './mailed.js'
import type { MailReport } from './report.js'

/** What the reactor works with. */
export interface MailContext extends Composition {
  readonly mailer: InvitationMailer
  readonly states: LedgerStates
  readonly mailed: Mailed
  readonly clock: Clock
  /** Invitations given out before are passed over; null for none. */
  readonly since: Instant | null
  readonly onMail: (report: MailReport) => void
}

/** Mails each invitation that can still be answered when its turn comes. */
export const invitationReactor = (context: MailContext): Reactor => ({
  name: 'invitation-mail',
  retryAfterSeconds: PATIENT_RETRIES,
  handle: async (record, attempt) => {
    const given = invitationOf(record.event)
    if (given === undefined) return DONE
    // Whoever asks for a replay wants the mail once more; its place in the order is gone, so it moves no mark.
    const over = attempt.replayed ? E.right(false) : await isOver(given, record, context)
    if (E.isRight(over) && over.right) return DONE
    const { outcome, detail } = E.isLeft(over) ? UNREADABLE : await tried(given, record, context)
    if (outcome === 'sent' && !attempt.replayed) await context.mailed.add(record)
    const verdict = { outcome, detail: recordable(detail) }
    report(context, {
      ...verdict,
      organizationId: record.organizationId,
      seatId: given.seatId,
      invitationNumber: given.invitation.number,
      attempt: attempt.number,
    })
    return reactionTo(verdict)
  },
})

/** Whether an invitation is older than the mail, or was mailed before a crash. */
const isOver = async (
  { at }: GivenInvitation,
  record: LedgerRecord,
  { since, mailed }: MailContext,
): Promise<E.Either<ReadFailure, boolean>> =>
  since !== null && at < since ? E.right(true) : mailed.has(record)

type Verdict = Pick<MailReport, 'outcome' | 'detail'>

const UNREADABLE: Verdict = { outcome: 'failed', detail: 'the ledger cannot be read' }

const tried = async (
  given: GivenInvitation,
  record: LedgerRecord,
  context: MailContext,
): Promise<Verdict> => {
  const ledger = await context.states.now(record)
  if (E.isLeft(ledger)) return UNREADABLE
  const now = instantOf(context.clock.now())
  const standing = standingOf(ledger.right, given, now)
  if (standing._tag === 'Dead') return { outcome: 'dead', detail: standing.reason }
  const mail = await compose(context, standing, now)
  if (E.isLeft(mail)) return { outcome: 'failed', detail: mail.left }
  const result = await context.mailer.send(mail.right)
  switch (result._tag) {
    case 'Accepted':
      return { outcome: 'sent', detail: '' }
    case 'Failed':
      return { outcome: 'failed', detail: result.detail }
    case 'Refused':
      return { outcome: 'refused', detail: result.detail }
  }
}

const DONE: Reaction = Object.freeze({ _tag: 'Done' })

const reactionTo = ({ outcome, detail }: Verdict): Reaction => {
  switch (outcome) {
    case 'sent':
    case 'dead':
      return DONE
    case 'failed':
      return { _tag: 'Retry', detail }
    case 'refused':
      return { _tag: 'Park', detail }
  }
}

/** Runs of letters that could be the secret part of a token: 43 characters, and enough of them to matter. */
const SECRET = /[\w-]{32,}/g

/** The details of a failure are kept; mail servers repeat what they were sent. */
const recordable = (detail: string): string => detail.replace(SECRET, '[redacted]')

/** The mail is out: what a listener throws must not send it again. */
const report = ({ onMail }: MailContext, mailReport: MailReport): void => {
  try {
    onMail(mailReport)
  } catch {
    // A log that fails is no reason to stop the mail.
  }
}
