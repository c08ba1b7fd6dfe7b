export type { Awaitable } from './mail/awaitable.js'
export { type ClaimLink, type ClaimUrl, claimUrlProblem } from './mail/claim-url.js'
export { expiryInWords } from './mail/expiry.js'
export type { DetailsOf, DetailsQuery, InvitationDetails, Sender, SenderOf } from './mail/host.js'
export { type Mailbox, parseMailbox } from './mail/mailbox.js'
export type { InvitationMail, InvitationMailer, MailResult } from './mail/mailer.js'
export {
  type InvitationFacts,
  type InvitationTemplate,
  invitationTemplate,
  type MailContent,
} from './mail/template.js'
export type { MailReport } from './reactor/report.js'
export { type SmtpOptions, smtpUrlProblem } from './smtp/options.js'
export { smtpMailer } from './smtp/smtp-mailer.js'
export { type InvitationMailOptions, startInvitationMail } from './start-invitation-mail.js'
