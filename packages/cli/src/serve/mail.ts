import type { OrganizationId, Platform, Position, RunningReactor } from '@seat-ledger/core'
import {
  claimUrlProblem,
  type DetailsOf,
  type Mailbox,
  parseMailbox,
  type SenderOf,
  smtpMailer,
  smtpUrlProblem,
  startInvitationMail,
} from '@seat-ledger/email'
import * as E from 'fp-ts/lib/Either.js'
import type { Logger } from 'pino'
import type { SeedFile } from '../seed/codec.js'
import { wrongInput } from '../terminal/exit.js'

/** The flags of invitation mail. */
export interface MailFlags {
  readonly smtp?: string
  readonly mailFrom?: string
  readonly claimUrl?: string
}

/** Invitation mail, as the flags and the seed have it. */
export interface MailSettings {
  readonly smtp: string
  readonly claimUrl: string
  readonly senderOf: SenderOf
  readonly detailsOf: DetailsOf
  /** For the greeting; no password is in it. */
  readonly description: string
}

/** Checks the flags and the senders of the seed. Refuses with all that is wrong, a line each, and repeats no value. */
export const mailSettingsOf = (flags: MailFlags, seed: SeedFile): MailSettings => {
  const { smtp, mailFrom, claimUrl } = flags
  const from = mailFrom === undefined ? undefined : parseMailbox(mailFrom)
  const senders = seed.organizations.map(({ mail_from }) =>
    mail_from === undefined ? undefined : parseMailbox(mail_from),
  )
  const faults = [
    ...faultOf('--smtp', smtp === undefined ? 'must name a mail server' : smtpUrlProblem(smtp)),
    ...faultOf('--mail-from', from === undefined ? 'must name the sender' : problemOf(from)),
    ...faultOf(
      '--claim-url',
      claimUrl === undefined ? 'must name where seats are claimed' : claimUrlProblem(claimUrl),
    ),
    ...senders.flatMap((sender, index) =>
      faultOf(`seed: organizations.${index}.mail_from`, problemOf(sender)),
    ),
  ]
  if (
    smtp === undefined ||
    from === undefined ||
    E.isLeft(from) ||
    claimUrl === undefined ||
    faults.length > 0
  )
    throw wrongInput(...faults)
  return {
    smtp,
    claimUrl,
    senderOf: senderIn(seed, senders, from.right),
    detailsOf: detailsIn(seed),
    description: `${new URL(smtp).host}, from ${from.right.address}`,
  }
}

type Read = E.Either<string, Mailbox> | undefined

const problemOf = (read: Read): string | undefined =>
  read !== undefined && E.isLeft(read) ? read.left : undefined

const faultOf = (flag: string, problem: string | undefined): readonly string[] =>
  problem === undefined ? [] : [`${flag} ${problem}.`]

const senderIn = (seed: SeedFile, senders: readonly Read[], common: Mailbox): SenderOf => {
  const own = new Map<OrganizationId, Mailbox>()
  seed.organizations.forEach(({ id }, index) => {
    const sender = senders[index]
    if (sender !== undefined && E.isRight(sender)) own.set(id, sender.right)
  })
  return (organizationId) => ({ from: own.get(organizationId) ?? common })
}

/** The team owner is called by the address of their session, if the seed has one: it holds no names of people. */
const detailsIn = ({ organizations, tokens = [] }: SeedFile): DetailsOf => {
  const names = new Map(organizations.map(({ id, name }) => [id, name]))
  const owners = new Map(
    tokens.flatMap((token) =>
      token.kind === 'customer_session' && token.email !== undefined
        ? [[`${token.organization_id}/${token.customer_id}`, token.email.typed] as const]
        : [],
    ),
  )
  return ({ organizationId, customerId }) => ({
    organizationName: names.get(organizationId) ?? null,
    ownerName: owners.get(`${organizationId}/${customerId}`) ?? null,
  })
}

/** Mails invitations until it is stopped. Every try is a line of the log. */
export const startMail = (
  { smtp, claimUrl, senderOf, detailsOf }: MailSettings,
  platform: Platform,
  logger: Logger,
): RunningReactor => {
  const mail = startInvitationMail({
    platform,
    mailer: smtpMailer({ url: smtp }),
    claimUrl,
    senderOf,
    detailsOf,
    onMail: ({ outcome, detail, ...facts }) => {
      const level = outcome === 'sent' || outcome === 'dead' ? 'info' : 'warn'
      logger[level](facts, `invitation mail ${outcome}${detail === '' ? '' : `: ${detail}`}`)
    },
    onInterruption: (failure) =>
      logger.warn({ failure: failure._tag }, 'the invitation mail is interrupted and goes on by itself'),
  })
  void mail.settled(NEVER).then((end) => {
    if (E.isLeft(end) && end.left._tag !== 'Stopped')
      logger.error({ end: end.left._tag }, 'the invitation mail has ended: start the server again')
  })
  return mail
}

/** Behind everything that is ever recorded, so that only the end settles it. */
const NEVER: Position = 2n ** 63n - 1n
