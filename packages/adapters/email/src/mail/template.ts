import type { Instant, OrganizationId, PoolId, SeatId, SeatMetadata } from '@seat-ledger/core'
import { expiryInWords } from './expiry.js'
import { html } from './html.js'

/** What a mail can say. Names stand on one line, without control characters; nothing is escaped for HTML. */
export interface InvitationFacts {
  readonly organizationId: OrganizationId
  /** Who sells the product; null when the host does not say. */
  readonly organizationName: string | null
  readonly poolId: PoolId
  readonly productName: string
  /** The team owner, who gave the seat; null when the host does not say. */
  readonly ownerName: string | null
  readonly seatId: SeatId
  /** The invited address, as it was typed. */
  readonly email: string
  /** What the host recorded with the seat. Its values are as they came. */
  readonly metadata: SeatMetadata
  /** 1 for the first invitation of a seat; a higher one has replaced those before it. */
  readonly invitationNumber: number
  /** Where the seat is claimed: http or https, with the token in it. */
  readonly link: string
  /** From this instant on the link is dead. */
  readonly expiresAt: Instant
  /** When this mail is sent. */
  readonly sentAt: Instant
}

/** What a template makes. The subject is put on one line and cut at 200 characters. */
export interface MailContent {
  readonly subject: string
  readonly text: string
  /** A whole document. Whatever a template puts into it, it has to escape. */
  readonly html: string
}

/** Writes the mail of an invitation. Pure: the same facts give the same mail. */
export type InvitationTemplate = (facts: InvitationFacts) => MailContent

/** The template when the host has none: short, in English, as text and as HTML. */
export const invitationTemplate: InvitationTemplate = (facts) => {
  const { ownerName, link } = facts
  const subject =
    ownerName === null
      ? `Your seat in ${productOf(facts)}`
      : `${ownerName} invites you to ${facts.productName}`
  const given = `${ownerName ?? 'Your team'} has given you a seat in ${productOf(facts)}.`
  const until = `The link works ${expiryInWords(facts.expiresAt, facts.sentAt)}, and for one person only.`
  const replaced = facts.invitationNumber > 1 ? 'Earlier links to this seat do not work any more.' : ''
  const paragraphs = [given, `Accept it here:\n${link}`, `${until} ${replaced}`.trim(), UNEXPECTED]
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#fff">
<div style="max-width:560px;margin:0 auto">
<p dir="auto">${given}</p>
<p><a href="${link}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#1f4fd8;color:#fff;text-decoration:none">Accept the seat</a></p>
<p>${until} ${replaced}</p>
<p style="font-size:13px;color:#5b5b60">If the button does not work, open this address:<br><a href="${link}" style="color:#1f4fd8;word-break:break-all">${link}</a></p>
<p style="font-size:13px;color:#5b5b60">${UNEXPECTED}</p>
</div>
</body>
</html>
`,
  }
}

const UNEXPECTED =
  'If you did not expect this mail, you need not do anything. Please do not pass the link on.'

const productOf = ({ productName, organizationName }: InvitationFacts): string =>
  organizationName === null ? productName : `${productName} by ${organizationName}`
