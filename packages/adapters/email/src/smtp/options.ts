import * as E from 'fp-ts/lib/Either.js'
import type { SMTPPoolOptions } from 'nodemailer'

/** How mail is carried. */
export interface SmtpOptions {
  /**
   * `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte. Over `smtp` STARTTLS is used wherever the
   * server has it, and required before a password goes to another machine. `?requireTLS=true` requires it always,
   * `?requireTLS=false` never, `?ignoreTLS=true` does without; `?rejectUnauthorized=false` takes any certificate.
   */
  readonly url: string
  /** How long any one answer of the server may take, in milliseconds; default 10,000. A whole mail may take three times that. */
  readonly timeoutMs?: number
  /** Connections at a time, kept open between mails; default 5. */
  readonly maxConnections?: number
}

const SETTINGS: readonly string[] = ['requireTLS', 'ignoreTLS', 'rejectUnauthorized']

/** What is wrong with the URL of a mail server; undefined when nothing is. Repeats no value: a password may be in it. */
export const smtpUrlProblem = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    return 'must be a URL such as smtp://user:password@mail.example.com:587'
  if ((url.username === '') !== (url.password === ''))
    return 'must hold both a user name and a password, or neither'
  if (E.isLeft(E.tryCatch(() => credentials(url), String)))
    return 'must have its user name and password percent-encoded'
  const wrong = [...url.searchParams].some(
    ([name, value]) => !SETTINGS.includes(name) || !/^(true|false)$/.test(value),
  )
  return wrong ? `may be followed by ${SETTINGS.join(', ')}, each true or false, and nothing else` : undefined
}

/** The options of nodemailer's connection pool. */
export const poolOptions = (options: SmtpOptions): SMTPPoolOptions & { readonly pool: true } => {
  const { timeoutMs = 10_000, maxConnections = 5 } = options
  const url = new URL(options.url)
  return {
    ...serverOf(url),
    pool: true,
    maxConnections,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: Math.min(timeoutMs, 5_000),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

const serverOf = (url: URL): SMTPPoolOptions => {
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const setting = (name: string): boolean | undefined =>
    url.searchParams.has(name) ? url.searchParams.get(name) === 'true' : undefined
  const ignoreTLS = setting('ignoreTLS') ?? false
  return {
    host,
    secure,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { auth: credentials(url) }),
    requireTLS:
      setting('requireTLS') ?? (!secure && !ignoreTLS && url.username !== '' && !LOOPBACK.test(host)),
    ignoreTLS,
    tls: { rejectUnauthorized: setting('rejectUnauthorized') ?? true },
  }
}

const credentials = ({ username, password }: URL): { readonly user: string; readonly pass: string } => ({
  user: decodeURIComponent(username),
  pass: decodeURIComponent(password),
})
