import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type InvitationMail, type MailReport, smtpMailer, smtpUrlProblem } from '@seat-ledger/email'
import { afterEach, describe, expect, it } from 'vitest'
import { poolOptions } from '../src/smtp/options.js'
import { mailing, openPool, Post, pool, settled, WEEK, world } from './support.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const postOf = async (...args: Parameters<typeof Post.start>): Promise<Post> => {
  const post = await Post.start(...args)
  open.push(() => post.stop())
  return post
}

/** A server that speaks no SMTP, at an address of its own. */
const bareServer = async (onConnection: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const mail: InvitationMail = {
  messageId: '<invitation-1.sub_1.a@acme.example>',
  from: { name: 'Acme', address: 'seats@acme.example' },
  replyTo: null,
  to: 'ada@example.com',
  date: '2026-03-02T14:00:00.000Z' as InvitationMail['date'],
  subject: 'Your seat',
  text: 'text',
  html: '<p>html</p>',
}

/** Sends one mail and gives the connections back. */
const sent = async (url: string, changes: Partial<InvitationMail> = {}, timeoutMs = 60) => {
  const mailer = smtpMailer({ url, timeoutMs })
  const result = await mailer.send({ ...mail, ...changes })
  await mailer.close()
  return result
}

describe('a mail server that cannot be reached or does not answer', () => {
  it('costs bounded time, and the mail may be tried again', async () => {
    const silent = await bareServer(() => {})
    expect(await sent(silent)).toEqual({ _tag: 'Failed', detail: 'the mail server did not answer in time' })
    const trickling = await bareServer((socket) => {
      let isData = false
      socket.write('220 hello\r\n')
      socket.setEncoding('utf8').on('data', (text: string) => {
        if (!isData) socket.write(text.startsWith('DATA') ? '354 go on\r\n' : '250 ok\r\n')
        isData ||= text.startsWith('DATA')
        if (!text.endsWith('\r\n.\r\n')) return
        const drip = setInterval(() => socket.write('250-wait\r\n'), 10)
        socket.on('close', () => clearInterval(drip))
      })
    })
    expect(await sent(trickling)).toEqual({
      _tag: 'Failed',
      detail: 'the mail took too long',
    })
    const gone = await postOf()
    const { url } = gone
    await gone.stop()
    expect(await sent(url)).toEqual({
      _tag: 'Failed',
      detail: 'the connection to the mail server failed (ECONNREFUSED)',
    })
  })

  it('and answers at its second try is sent the mail again under the same Message-ID', async () => {
    let tries = 0
    const post = await postOf({ hangs: () => ++tries === 1 })
    const { platform, seats } = world()
    await openPool(seats, 'sub_1')
    const reports: MailReport[] = []
    const reactor = mailing(platform, post, { timeoutMs: 400, onMail: (report) => reports.push(report) })
    open.push(() => reactor.stop())
    await settled(
      reactor,
      (await seats.assign({ ...pool('sub_1'), ...WEEK, email: 'ada@example.com' })).position,
    )
    expect(reports[0]).toMatchObject({ outcome: 'failed', detail: 'the mail server did not answer in time' })
    expect(reports.at(-1)).toMatchObject({ outcome: 'sent' })
    expect(post.mails).toHaveLength(2)
    expect(new Set(post.mails.map(({ messageId }) => messageId)).size).toBe(1)
  })

  it('does not keep the mail from ending: a stop waits for the mail under way, and no longer', async () => {
    let under = 0
    const post = await postOf({ hangs: () => ++under === 1 })
    const { platform, seats } = world()
    await openPool(seats, 'sub_1')
    const { position } = await seats.assign({ ...pool('sub_1'), ...WEEK, email: 'ada@example.com' })
    const first = mailing(platform, post, { timeoutMs: 400 })
    await post.arrived(1)
    expect(await first.stop()).toEqual({ _tag: 'Stopped' })
    expect(post.mails).toHaveLength(1)
    const second = mailing(platform, post)
    open.push(() => second.stop())
    await settled(second, position)
    expect(post.mails).toHaveLength(2)
  })
})

describe('a mail', () => {
  it('goes over one connection after the other, and over no more than allowed at a time', async () => {
    const connections: string[] = []
    const post = await postOf({
      server: {
        onConnect: ({ id }, answer) => {
          connections.push(id)
          answer()
        },
      },
    })
    const mailer = smtpMailer({ url: post.url, maxConnections: 2 })
    const results = await Promise.all(Array.from({ length: 12 }, () => mailer.send(mail)))
    expect(results.every(({ _tag }) => _tag === 'Accepted')).toBe(true)
    await mailer.close()
    expect(connections).toHaveLength(2)
    expect(await mailer.send(mail)).toMatchObject({ _tag: 'Failed' })
  })

  it('to an address that is none is refused, from one that is none it fails', async () => {
    const post = await postOf()
    expect(await sent(post.url, { to: 'ada@example.com\r\nRCPT TO:<eve@example.com>' })).toMatchObject({
      _tag: 'Refused',
      detail: 'the address must not contain control characters',
    })
    expect(await sent(post.url, { from: { name: null, address: 'acme' } })).toMatchObject({ _tag: 'Failed' })
    expect(post.asked).toEqual([])
  })

  it('is encrypted where the server can, and goes nowhere when its certificate is not trusted', async () => {
    const secure: boolean[] = []
    const post = await postOf({
      server: {
        disabledCommands: [],
        onMailFrom: (_address, session, answer) => {
          secure.push(session.secure)
          answer()
        },
      },
    })
    expect(await sent(post.url, {}, 2_000)).toMatchObject({ _tag: 'Failed' })
    expect(await sent(`${post.url}?rejectUnauthorized=false`, {}, 2_000)).toEqual({ _tag: 'Accepted' })
    expect(secure).toEqual([true])
    expect(await sent(`${(await postOf()).url}?requireTLS=true`, {}, 2_000)).toMatchObject({ _tag: 'Failed' })
  })
})

describe('the URL of a mail server', () => {
  it('has STARTTLS required before a password goes to another machine', () => {
    const required = (url: string) => poolOptions({ url }).requireTLS
    expect(required('smtp://u:p@mail.example:587')).toBe(true)
    expect(required('smtp://mail.example')).toBe(false)
    expect(required('smtp://u:p@127.0.0.1:25')).toBe(false)
    expect(required('smtp://u:p@[::1]:25')).toBe(false)
    expect(required('smtp://u:p@mail.example?requireTLS=false')).toBe(false)
    expect(required('smtp://u:p@mail.example?ignoreTLS=true')).toBe(false)
    expect(poolOptions({ url: 'smtps://u%40x:p%2F@mail.example' })).toMatchObject({
      secure: true,
      host: 'mail.example',
      auth: { user: 'u@x', pass: 'p/' },
    })
  })

  it('is refused with what is wrong and nothing of what it holds', () => {
    const problems: Readonly<Record<string, RegExp>> = {
      'mail.example:587': /^must be a URL such as smtp:/,
      'http://u:hunter2@mail.example': /^must be a URL such as smtp:/,
      'smtp://mail@mail.example': /^must hold both/,
      'smtp://u:hunter2%zz@mail.example': /^must have .* percent-encoded$/,
      'smtp://u:hunter2@mail.example?logger=true': /^may be followed by requireTLS/,
      'smtp://u:hunter2@mail.example?requireTLS=hunter2': /^may be followed by requireTLS/,
    }
    for (const [url, expected] of Object.entries(problems)) {
      expect(smtpUrlProblem(url)).toMatch(expected)
      expect(smtpUrlProblem(url)).not.toContain('hunter2')
      expect(() => smtpMailer({ url })).toThrow(TypeError)
    }
    expect(smtpUrlProblem('smtp://u:p@mail.example:587?requireTLS=true')).toBeUndefined()
  })
})
