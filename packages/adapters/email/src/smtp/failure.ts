import type { NodemailerError } from 'nodemailer'
import type { MailResult } from '../mail/mailer.js'
import { oneLine } from '../mail/one-line.js'

const AUTH_CODES: readonly string[] = ['EAUTH', 'ENOAUTH', 'EOAUTH2']
const TEXT_LENGTH = 200

/**
 * What follows from a failed try. Given up is only what the server refuses for good about this recipient or this mail;
 * what it says of the sender or of the sign-in is about the set-up, which may be mended, so it is tried again.
 */
export const failureOf = (cause: unknown): MailResult => {
  const error: Partial<NodemailerError> = cause instanceof Error ? cause : {}
  const { code = '', command = '', permanent, responseCode } = error
  if (AUTH_CODES.includes(code)) return failed(`the mail server refused the sign-in${reply(error)}`)
  if (responseCode === undefined) return unanswered(error)
  if (command === 'MAIL FROM') return failed(`the mail server refused the sender${reply(error)}`)
  const about = command === 'RCPT TO' ? 'the address' : 'the mail'
  if (command === 'RCPT TO' || command === 'DATA') {
    return permanent === true
      ? { _tag: 'Refused', detail: `the mail server refused ${about}${reply(error)}` }
      : failed(`the mail server put off ${about}${reply(error)}`)
  }
  return failed(`the mail server answered${reply(error)}`)
}

const failed = (detail: string): MailResult => ({ _tag: 'Failed', detail })

const unanswered = ({ code = '', originalCode }: Partial<NodemailerError>): MailResult => {
  if (code === 'EENVELOPE') return { _tag: 'Refused', detail: 'the address cannot be sent to' }
  if (code === 'ETIMEDOUT') return failed('the mail server did not answer in time')
  if (code === 'EABORT') return failed('the mail took too long')
  const reason = originalCode ?? code
  return failed(`the connection to the mail server failed${reason === '' ? '' : ` (${reason})`}`)
}

const ADDRESS = /[^\s<>]+@[^\s<>]+/g

/**
 * The server's code; its words only where they answer an address, and without the address. What it says later may repeat
 * the mail and so its link, and what it says of a sign-in may repeat credentials.
 */
const reply = ({ command, response = '', responseCode }: Partial<NodemailerError>): string => {
  if (responseCode === undefined) return ''
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const codes = enhanced === undefined ? `${responseCode}` : `${responseCode} ${enhanced}`
  if (command !== 'RCPT TO') return `: ${codes}`
  return `: ${oneLine(response.replace(ADDRESS, '[address]'), TEXT_LENGTH)}`
}
