import type { Instant } from '@seat-ledger/core'
import type { Mailbox } from './mailbox.js'
import type { MailContent } from './template.js'

/** One mail to one person. */
export interface InvitationMail extends MailContent {
  /** With its angle brackets; the same whenever this invitation is mailed. */
  readonly messageId: string
  readonly from: Mailbox
  /** Null: answers go to `from`. */
  readonly replyTo: Mailbox | null
  /** The invited address, as it was typed. */
  readonly to: string
  readonly date: Instant
}

/** What became of one try. `detail` is recorded: nothing of the mail's content in it. */
export type MailResult =
  /** The mail server has taken the mail. */
  | { readonly _tag: 'Accepted' }
  /** It may work later. */
  | { readonly _tag: 'Failed'; readonly detail: string }
  /** It will never work for this address or this mail. */
  | { readonly _tag: 'Refused'; readonly detail: string }

/** Carries mail. Never rejects. */
export interface InvitationMailer {
  /** Tries once, in bounded time. */
  send(mail: InvitationMail): Promise<MailResult>
  /** Gives the connections back. Mail under way is still sent. */
  close(): Promise<void>
}
