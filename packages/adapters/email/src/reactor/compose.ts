import {
  type Instant,
  type InvitationKeys,
  invitationToken,
  type PendingSeat,
  type Pool,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type ClaimUrl, linkOf } from '../mail/claim-url.js'
import type { DetailsOf, InvitationDetails, SenderOf } from '../mail/host.js'
import { domainOf, wireAddress } from '../mail/mailbox.js'
import type { InvitationMail } from '../mail/mailer.js'
import { oneLine } from '../mail/one-line.js'
import type { InvitationFacts, InvitationTemplate } from '../mail/template.js'

/** What mails are made with. */
export interface Composition {
  readonly claimUrl: ClaimUrl
  readonly senderOf: SenderOf
  readonly detailsOf: DetailsOf
  readonly template: InvitationTemplate
  readonly keys: InvitationKeys
}

/** A mail, or in words of ours why there is none: what a host's function throws may hold the link. */
export type Composed = E.Either<string, InvitationMail>

/** A seat that waits for its claim. */
interface Invited {
  readonly pool: Pool
  readonly seat: PendingSeat
}

/** Writes the mail of a pending seat's newest invitation. */
export const compose = async (
  { claimUrl, senderOf, detailsOf, template, keys }: Composition,
  invited: Invited,
  sentAt: Instant,
): Promise<Composed> => {
  const { organizationId, id: poolId, customerId } = invited.pool
  const { id: seatId, invitation, email } = invited.seat
  const token = invitationToken(keys, { organizationId, seatId, number: invitation.number })
  const link = await answerOf(() => linkOf(claimUrl, { token, organizationId, seatId }))
  if (link === undefined) return E.left('claimUrl gave no http or https URL')
  const sender = await answerOf(() => senderOf(organizationId))
  const from = sender === undefined ? E.left('') : wireAddress(sender.from.address)
  if (sender === undefined || E.isLeft(from)) return E.left('senderOf gave no sender')
  const details = await answerOf(() => detailsOf({ organizationId, poolId, customerId, seatId }))
  if (details === undefined) return E.left('detailsOf gave no answer')
  const content = await answerOf(() => template(factsOf(invited, details, link, sentAt)))
  if (content === undefined) return E.left('the template gave no mail')
  return E.right({
    subject: oneLine(content.subject),
    text: content.text,
    html: content.html,
    messageId: messageIdOf(invited.seat, domainOf(from.right)),
    from: sender.from,
    replyTo: sender.replyTo ?? null,
    to: email.typed,
    date: sentAt,
  })
}

const factsOf = (
  { pool, seat }: Invited,
  { organizationName, ownerName }: InvitationDetails,
  link: string,
  sentAt: Instant,
): InvitationFacts => ({
  organizationId: pool.organizationId,
  organizationName: nameOf(organizationName),
  poolId: pool.id,
  productName: oneLine(pool.product.name),
  ownerName: nameOf(ownerName),
  seatId: seat.id,
  email: seat.email.typed,
  metadata: seat.metadata,
  invitationNumber: seat.invitation.number,
  link,
  expiresAt: seat.invitation.expiresAt,
  sentAt,
})

/** The same for every mail of one invitation. A seat's id and a number: nothing that opens anything. */
const messageIdOf = ({ id, invitation }: PendingSeat, domain: string): string =>
  `<invitation-${invitation.number}.${id}${domain}>`

const nameOf = (given: string | null): string | null => {
  const line = oneLine(given ?? '')
  return line === '' ? null : line
}

/** What a function of the host says; undefined when it throws or rejects. */
const answerOf = async <Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await ask()
  } catch {
    return undefined
  }
}
