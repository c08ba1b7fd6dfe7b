import * as E from 'fp-ts/lib/Either.js'
import { createTransport, type SendMailOptions, type SMTPPoolOptions } from 'nodemailer'
import { type Mailbox, needsUtf8, wireAddress } from '../mail/mailbox.js'
import type { InvitationMail, InvitationMailer, MailResult } from '../mail/mailer.js'
import { oneLine } from '../mail/one-line.js'
import { failureOf } from './failure.js'
import { poolOptions, type SmtpOptions, smtpUrlProblem } from './options.js'
import { supportsUtf8 } from './supports-utf8.js'

/** A whole mail may take this many times the time of one answer, so that a server that trickles ends too. */
const WHOLE = 3

/** Carries mail over SMTP, with a few connections that are kept open. Throws a TypeError at once for a malformed URL. */
export const smtpMailer = (options: SmtpOptions): InvitationMailer => {
  const problem = smtpUrlProblem(options.url)
  if (problem !== undefined) throw new TypeError(`url ${problem}`)
  const pool = poolOptions(options)
  const transport = createTransport(pool)
  return {
    send: async (mail) => {
      try {
        const written = writtenMail(mail)
        if (E.isLeft(written)) return written.left
        const refused = await unsupported(written.right, pool)
        if (refused !== undefined) return refused
        const signal = AbortSignal.timeout((options.timeoutMs ?? 10_000) * WHOLE)
        await transport.sendMail({ ...written.right, signal })
        return { _tag: 'Accepted' }
      } catch (cause) {
        return failureOf(cause)
      }
    },
    close: async () => transport.close(),
  }
}

interface WrittenMail extends SendMailOptions {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: string; readonly address: string }
}

const writtenMail = (mail: InvitationMail): E.Either<MailResult, WrittenMail> => {
  const to = wireAddress(mail.to)
  if (E.isLeft(to)) return E.left({ _tag: 'Refused', detail: `the address ${to.left}` })
  const from = written(mail.from)
  const replyTo = mail.replyTo === null ? undefined : written(mail.replyTo)
  if (from === undefined || (mail.replyTo !== null && replyTo === undefined))
    return E.left({ _tag: 'Failed', detail: "the sender's address is malformed" })
  return E.right({
    from,
    to: { name: '', address: to.right },
    ...(replyTo === undefined ? {} : { replyTo }),
    messageId: mail.messageId,
    date: new Date(mail.date),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
  })
}

const written = ({ name, address }: Mailbox): { name: string; address: string } | undefined => {
  const wire = wireAddress(address)
  return E.isLeft(wire) ? undefined : { name: oneLine(name ?? ''), address: wire.right }
}

/** Without SMTPUTF8 an international local part would go out as bytes that mean nothing to anybody. */
const unsupported = async (
  { from, to }: WrittenMail,
  pool: SMTPPoolOptions,
): Promise<MailResult | undefined> => {
  if (!needsUtf8(to.address) && !needsUtf8(from.address)) return undefined
  if (await supportsUtf8(pool)) return undefined
  return needsUtf8(to.address) ? NO_UTF8 : NO_UTF8_SENDER
}

const NO_UTF8: MailResult = {
  _tag: 'Refused',
  detail: 'the mail server does not know SMTPUTF8, which an address with such letters before the @ needs',
}

const NO_UTF8_SENDER: MailResult = {
  _tag: 'Failed',
  detail: "the mail server does not know SMTPUTF8, which the sender's address needs",
}
