import { type Platform, type RunningReactor, START, type StreamName } from '@seat-ledger/core'
import type { InvitationMailer, InvitationMailOptions, MailReport } from '@seat-ledger/email'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  type Behaviour,
  mailing,
  openPool,
  Post,
  pool,
  settled,
  tokenIn,
  WEEK,
  world,
} from './support.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const scene = async (
  behaviour: Behaviour,
  options: Partial<InvitationMailOptions> & { url?: (post: Post) => string; timeoutMs?: number } = {},
) => {
  const post = await Post.start(behaviour)
  open.push(() => post.stop())
  const it = world()
  await openPool(it.seats, 'sub_1')
  const reports: MailReport[] = []
  const { url = ({ url }) => url, ...rest } = options
  const reactor = mailing(
    it.platform,
    { url: url(post) },
    { onMail: (report) => reports.push(report), ...rest },
  )
  open.push(() => reactor.stop())
  return { post, reports, reactor, ...it }
}

const SUB_1 = { ...pool('sub_1'), ...WEEK }
const ADA = { ...SUB_1, email: 'ada@example.com' }
const GRACE = { ...SUB_1, email: 'grace@example.com' }

const parkedDetails = (reactor: RunningReactor): readonly string[] =>
  reactor.parked().map(({ detail }) => detail)

const say = (code: number, text: string): Answer => ({ code, text })

describe('a mail server that puts an address off', () => {
  it('is asked again for hours, in the order of the pool, while other pools go on', async () => {
    const times: number[] = []
    const { post, reactor, seats, platform } = await scene({
      rcpt: (address) => {
        if (!address.startsWith('ada')) return undefined
        times.push(platform.clock.now())
        return times.length < 5 ? say(451, '4.7.1 Greylisted') : undefined
      },
    })
    await openPool(seats, 'sub_2')
    await seats.assign(ADA)
    await seats.assign({ ...GRACE, poolId: 'sub_2' })
    const { position } = await seats.assign(GRACE)
    await settled(reactor, position)
    expect(times.map((time) => (time - (times[0] ?? 0)) / 1_000)).toEqual([0, 5, 305, 2_105, 9_305])
    expect(post.asked.filter((address) => address !== 'ada@example.com')).toHaveLength(2)
    expect(post.asked.slice(-2)).toEqual(['ada@example.com', 'grace@example.com'])
    expect(post.mails).toHaveLength(3)
    expect(reactor.behind()).toEqual([])
  })
})

describe('a mail server that refuses an address for good', () => {
  it('has the mail parked with its reason; the pool goes on, and a replay sends it', async () => {
    let known = false
    const { post, reactor, reports, seats } = await scene({
      rcpt: (address) =>
        known || !address.startsWith('ada') ? undefined : say(550, `5.1.1 <${address}> No such user`),
    })
    await seats.assign(ADA)
    const { position } = await seats.assign(GRACE)
    await settled(reactor, position)
    expect(post.asked).toEqual(['ada@example.com', 'grace@example.com'])
    expect(parkedDetails(reactor)).toEqual([
      'the mail server refused the address: 550 5.1.1 <[address]> No such user',
    ])
    expect(reports[0]).toMatchObject({ outcome: 'refused', attempt: 1 })
    known = true
    const places = reactor
      .parked()
      .map(({ stream, revision }) => ({ stream: stream as StreamName, revision }))
    expect(E.isRight(await reactor.replay(places))).toBe(true)
    await settled(reactor, position)
    expect(post.mails.map(({ to }) => to)).toMatchObject([{ text: GRACE.email }, { text: ADA.email }])
    expect(reactor.parked()).toEqual([])
  })

  it('is believed for 501 and 553 too, and for a mail that it does not like', async () => {
    const codes = [501, 553]
    const { reactor, seats } = await scene({
      rcpt: () => {
        const code = codes.shift()
        return code === undefined ? undefined : say(code, 'no')
      },
      data: () => say(554, '5.7.1 Spam'),
    })
    for (const email of ['a@example.com', 'b@example.com']) await seats.assign({ ...SUB_1, email })
    await settled(reactor, (await seats.assign(ADA)).position)
    expect(parkedDetails(reactor)).toEqual([
      'the mail server refused the address: 501 no',
      'the mail server refused the address: 553 no',
      'the mail server refused the mail: 554 5.7.1',
    ])
  })

  it('and does not know SMTPUTF8 is not sent an international local part at all', async () => {
    const { post, reactor, seats } = await scene({ server: { hideSMTPUTF8: true } })
    await seats.assign({ ...SUB_1, email: 'jörg@example.com' })
    await settled(reactor, (await seats.assign(ADA)).position)
    expect(post.asked).toEqual(['ada@example.com'])
    expect(parkedDetails(reactor)).toEqual([
      'the mail server does not know SMTPUTF8, which an address with such letters before the @ needs',
    ])
  })
})

describe('what is wrong with the set-up', () => {
  it('does not park a mail: a refused sign-in is tried again, and no password is told', async () => {
    let tries = 0
    const { post, reactor, reports, seats } = await scene(
      {
        server: {
          authOptional: false,
          onAuth: ({ username, password }, _session, answer) => {
            tries += 1
            const good = username === 'mail' && password === 'hunter2' && tries > 2
            if (good) answer(null, { user: 'mail' })
            else answer(Object.assign(new Error(`5.7.8 ${password} is wrong`), { responseCode: 535 }))
          },
        },
      },
      { url: ({ url }) => url.replace('smtp://', 'smtp://mail:hunter2@') },
    )
    await settled(reactor, (await seats.assign(ADA)).position)
    expect(reports.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['failed', 'the mail server refused the sign-in: 535 5.7.8'],
      ['failed', 'the mail server refused the sign-in: 535 5.7.8'],
      ['sent', ''],
    ])
    expect(post.mails).toHaveLength(1)
  })

  it('does not park a mail: a refused sender, a host that fails and a link that is none are tried again', async () => {
    const fails = ['senderOf', 'detailsOf', 'claimUrl', 'template', 'mailFrom']
    const failing = (what: string): boolean => {
      if (fails[0] !== what) return false
      fails.shift()
      return true
    }
    const { post, reactor, reports, seats } = await scene(
      { mailFrom: () => (failing('mailFrom') ? say(550, '5.7.1 Not yours') : undefined) },
      {
        senderOf: () => ({
          from: { name: null, address: failing('senderOf') ? 'nowhere' : 'seats@acme.example' },
        }),
        detailsOf: async () => {
          if (failing('detailsOf')) throw new Error('the database is down')
          return { organizationName: null, ownerName: null }
        },
        claimUrl: ({ token }) => (failing('claimUrl') ? `/claim/${token}` : `https://app.example/${token}`),
        template: ({ link }) => {
          if (failing('template')) throw new Error(`cannot write ${link}`)
          return { subject: 's', text: link, html: link }
        },
      },
    )
    await settled(reactor, (await seats.assign(ADA)).position)
    expect(reports.map(({ detail }) => detail)).toEqual([
      'senderOf gave no sender',
      'detailsOf gave no answer',
      'claimUrl gave no http or https URL',
      'the template gave no mail',
      'the mail server refused the sender: 550 5.7.1',
      '',
    ])
    expect(post.mails).toHaveLength(1)
  })
})

/** Everything that was recorded, as text. */
const recorded = async (platform: Platform): Promise<string> => {
  const events: unknown[] = []
  for await (const message of platform.feed.follow({
    after: START,
    prefix: '',
    signal: new AbortController().signal,
  })) {
    if (message._tag !== 'Event') break
    events.push([message.event.data, message.event.metadata])
  }
  return JSON.stringify(events)
}

/** The part of a token that nobody can make up. */
const secretOf = (token: string): string => token.split('.').at(-1)?.slice(0, 24) ?? ''

describe('the token', () => {
  it('is neither recorded nor told, whatever the mail server repeats', async () => {
    const tokens: string[] = []
    const echo = (): string => tokens.map((token) => `https://app.example/claim?t=${token}`).join(' ')
    const { post, reactor, reports, seats, platform } = await scene({
      rcpt: (address) => (address.startsWith('b') ? say(550, `5.7.1 ${echo()}`) : undefined),
      data: (mail) => {
        tokens.push(tokenIn(mail))
        return say(tokens.length === 1 ? 451 : 554, `5.7.1 Listed: ${echo()}`)
      },
    })
    await seats.assign({ ...SUB_1, email: 'a@example.com' })
    await settled(reactor, (await seats.assign({ ...SUB_1, email: 'b@example.com' })).position)
    expect(post.asked).toHaveLength(3)
    expect(parkedDetails(reactor)).toEqual([
      'the mail server refused the mail: 554 5.7.1',
      expect.stringMatching(/^the mail server refused the address: 550 5\.7\.1 https:.*\.\[redacted\]/),
    ])
    const told = `${await recorded(platform)} ${JSON.stringify([reports, reactor.parked()])}`
    for (const token of tokens) expect(told).not.toContain(secretOf(token))
  })

  it('is neither recorded nor told when a mailer of the host puts the whole mail into its answer', async () => {
    let text = ''
    const send: InvitationMailer['send'] = async (mail) => {
      text = mail.text
      return { _tag: 'Refused', detail: `cannot send ${mail.html} ${mail.text}` }
    }
    let closed = 0
    const close = async (): Promise<void> => {
      closed += 1
    }
    const { reactor, reports, seats, platform } = await scene({}, { mailer: { send, close } })
    const { position, invitationToken } = await seats.assign(ADA)
    await settled(reactor, position)
    expect(text).toContain(invitationToken)
    const told = `${await recorded(platform)} ${JSON.stringify([reports, reactor.parked()])}`
    expect(told).toContain('Parked')
    expect(closed).toBe(0)
    await reactor.stop()
    expect(closed).toBe(1)
    expect(told).not.toContain(secretOf(invitationToken ?? ''))
  })
})
