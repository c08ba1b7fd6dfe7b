import type { AddressInfo } from 'node:net'
import {
  type Clock,
  createSeats,
  type OrganizationId,
  type Platform,
  type Position,
  type RunningReactor,
  type Seats,
} from '@seat-ledger/core'
import { type InvitationMailOptions, smtpMailer, startInvitationMail } from '@seat-ledger/email'
import { memoryPlatform } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** Time that passes as soon as somebody waits for it, so that days of retries take a moment. */
const hastyClock = (): Clock => {
  let now = Date.parse('2026-02-24T14:00:00.000Z')
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      await new Promise((resolve) => setImmediate(resolve))
      now += milliseconds
    },
  }
}

/** What a server says instead of taking something; undefined when it takes it. */
export type Answer = { readonly code: number; readonly text: string } | undefined

/** How a server behaves, each question numbered from 1. Never settling means that it hangs. */
export interface Behaviour {
  readonly rcpt?: (address: string, number: number) => Answer
  readonly data?: (mail: ParsedMail, number: number) => Answer
  readonly mailFrom?: () => Answer
  /** Takes what it is sent, and never says so. */
  readonly hangs?: () => boolean
  readonly server?: SMTPServerOptions
}

/** A real mail server on loopback, and what it took. */
export class Post {
  readonly mails: ParsedMail[] = []
  /** The addresses of every RCPT TO. */
  readonly asked: string[] = []
  readonly utf8: boolean[] = []
  readonly server: SMTPServer
  private readonly arrivals = new Set<() => void>()

  private constructor(behaviour: Behaviour) {
    let received = 0
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onMailFrom: (_address, _session, answer) => answer(errorOf(behaviour.mailFrom?.())),
      onRcptTo: ({ address }, session, answer) => {
        const from = session.envelope.mailFrom
        this.utf8.push(from !== false && Object.hasOwn(from.args || {}, 'SMTPUTF8'))
        const number = this.asked.push(address)
        answer(errorOf(behaviour.rcpt?.(address, number)))
      },
      onData: (stream, _session, answer) => {
        simpleParser(stream).then((mail) => {
          received += 1
          const refused = errorOf(behaviour.data?.(mail, received))
          if (refused === undefined) this.mails.push(mail)
          for (const notice of this.arrivals) notice()
          if (behaviour.hangs?.() !== true) answer(refused)
        }, answer)
      },
      ...behaviour.server,
    })
    this.server.on('error', () => {})
  }

  static async start(behaviour: Behaviour = {}): Promise<Post> {
    const post = new Post(behaviour)
    await new Promise<void>((resolve) => post.server.listen(0, '127.0.0.1', resolve))
    return post
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`
  }

  /** Settles when so many mails have come. */
  async arrived(count: number): Promise<void> {
    while (this.mails.length < count) await new Promise<void>((notice) => this.arrivals.add(notice))
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

const errorOf = (answer: Answer): Error | undefined =>
  answer === undefined ? undefined : Object.assign(new Error(answer.text), { responseCode: answer.code })

const actor = { kind: 'user', id: 'usr_maya' }

export const pool = (poolId: string, organizationId = 'org_acme') => ({ organizationId, poolId, actor })

export const openPool = (seats: Seats, poolId: string, organizationId?: string, productName = 'Team Pro') =>
  seats.openPool({
    ...pool(poolId, organizationId),
    customerId: 'cus_owner',
    source: { kind: 'subscription', id: poolId },
    product: { id: 'prod_pro', name: productName },
    capacity: 1_000,
  })

export const WEEK = { expiresInSeconds: 7 * 24 * 60 * 60 }

export interface World {
  readonly platform: Platform
  readonly seats: Seats
}

export const world = (): World => {
  const platform = memoryPlatform({ clock: hastyClock() })
  return { platform, seats: createSeats(platform) }
}

const CLAIM = 'https://app.example/claim?invitation_token={token}'

const senderOf: InvitationMailOptions['senderOf'] = (organizationId: OrganizationId) => ({
  from: { name: 'Acme', address: `seats@${organizationId.replace('org_', '')}.example` },
})

/** Mails the invitations of a platform through a server. */
export const mailing = (
  platform: Platform,
  post: Pick<Post, 'url'>,
  options: Partial<InvitationMailOptions> & { readonly timeoutMs?: number } = {},
): RunningReactor => {
  const { timeoutMs = 2_000, ...rest } = options
  return startInvitationMail({
    platform,
    mailer: smtpMailer({ url: post.url, timeoutMs }),
    claimUrl: CLAIM,
    senderOf,
    random: () => 0,
    ...rest,
  })
}

export const settled = async (reactor: RunningReactor, position: Position): Promise<void> => {
  const end = await reactor.settled(position)
  if (E.isLeft(end)) throw new Error(`the reactor ended: ${JSON.stringify(end.left)}`)
}

/** The token in a mail's link. */
export const tokenIn = (mail: ParsedMail | undefined): string =>
  /invitation_token=([\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
