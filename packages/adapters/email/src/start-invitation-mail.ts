import {
  type Instant,
  LedgerStates,
  type Platform,
  type ReactorOptions,
  type RunningReactor,
  startReactor,
} from '@seat-ledger/core'
import { type ClaimUrl, claimUrlProblem } from './mail/claim-url.js'
import type { DetailsOf, SenderOf } from './mail/host.js'
import type { InvitationMailer } from './mail/mailer.js'
import { type InvitationTemplate, invitationTemplate } from './mail/template.js'
import { invitationReactor } from './reactor/invitation-reactor.js'
import { Mailed } from './reactor/mailed.js'
import type { MailReport } from './reactor/report.js'

/** How invitations are mailed. */
export interface InvitationMailOptions extends Pick<ReactorOptions, 'random' | 'onInterruption'> {
  readonly platform: Platform
  /** What carries the mail: `smtpMailer`, or one's own. `stop` closes it. */
  readonly mailer: InvitationMailer
  readonly claimUrl: ClaimUrl
  readonly senderOf: SenderOf
  /** Left out: mails name the product only. */
  readonly detailsOf?: DetailsOf
  /** Left out: `invitationTemplate`. */
  readonly template?: InvitationTemplate
  /** Passes over what was given out before, for a ledger whose invitations were mailed by other means so far. */
  readonly since?: Instant
  /** Mails at once, across pools: 1 or more, 5 when left out, as many as `smtpMailer` has connections. */
  readonly concurrency?: number
  /** Told what became of each try. */
  readonly onMail?: (report: MailReport) => void
}

/**
 * Mails each invitation once: when a seat is assigned, and when its invitation is sent again. Goes on where it left off;
 * run it in one process at a time. Throws a TypeError at once for a malformed `claimUrl`.
 */
export const startInvitationMail = (options: InvitationMailOptions): RunningReactor => {
  const { platform, mailer, claimUrl, senderOf, random, onInterruption } = options
  const problem = typeof claimUrl === 'string' ? claimUrlProblem(claimUrl) : undefined
  if (problem !== undefined) throw new TypeError(`claimUrl ${problem}`)
  const reactor = invitationReactor({
    mailer,
    claimUrl,
    senderOf,
    detailsOf: options.detailsOf ?? (() => NO_DETAILS),
    template: options.template ?? invitationTemplate,
    keys: platform.invitationKeys,
    states: new LedgerStates(platform.eventStore),
    mailed: new Mailed(platform.checkpoints),
    clock: platform.clock,
    since: options.since ?? null,
    onMail: options.onMail ?? (() => {}),
  })
  const running = startReactor({
    reactor,
    platform,
    concurrency: options.concurrency ?? 5,
    ...(random === undefined ? {} : { random }),
    ...(onInterruption === undefined ? {} : { onInterruption }),
  })
  return { ...running, stop: () => running.stop().finally(() => mailer.close()) }
}

const NO_DETAILS = Object.freeze({ organizationName: null, ownerName: null })
