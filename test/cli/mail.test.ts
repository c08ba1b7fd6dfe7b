import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './child.js'
import { exampleSeed, folder } from './files.js'
import { ask, startServer } from './server.js'

const files = folder()
const mails: ParsedMail[] = []
let arrived = (): void => {}
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onAuth: ({ username, password }, _session, answer) =>
    username === 'mail' && password === 'hunter2/x'
      ? answer(null, { user: 'mail' })
      : answer(new Error('wrong password')),
  onData: (stream, _session, answer) => {
    simpleParser(stream).then((mail) => {
      mails.push(mail)
      answer()
      arrived()
    }, answer)
  },
})

const port = (): number => (smtp.server.address() as AddressInfo).port

beforeAll(() => new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve)))
afterAll(async () => {
  files.remove()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})

describe('serve --smtp', () => {
  it('mails the link of a seat that is assigned over HTTP, and the link claims it; no password and no token is told', async () => {
    const organizations = exampleSeed.organizations.map((each) => ({
      ...each,
      mail_from: 'Acme Seats <seats@acme.example>',
    }))
    const server = await startServer(
      [
        '--seed',
        files.write('seed.json', { ...exampleSeed, organizations }),
        '--mail-from',
        'seats@host.example',
        '--claim-url',
        'https://app.example/claim?invitation_token={token}',
      ],
      { SEAT_LEDGER_SMTP: `smtp://mail:hunter2%2Fx@127.0.0.1:${port()}` },
    )
    try {
      const mailed = new Promise<void>((resolve) => {
        arrived = resolve
      })
      const assigned = await ask(server, 'oat_a', '/v1/customer-seats', {
        method: 'POST',
        body: { subscription_id: 'sub_1', email: 'ada@example.com' },
      })
      expect(assigned.status).toBe(200)
      await mailed
      const [mail] = mails
      expect(mail?.from?.text).toBe('"Acme Seats" <seats@acme.example>')
      expect(mail?.subject).toBe('owner@acme.example invites you to Team Pro')
      expect(mail?.text).toContain('a seat in Team Pro by Acme.')
      expect(mail?.text).toContain('(24 hours)')
      const token = /invitation_token=([\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
      const claimed = await ask(server, '', '/v1/customer-seats/claim', {
        method: 'POST',
        body: { invitation_token: token },
      })
      expect(claimed).toMatchObject({ status: 200, body: { seat: { status: 'claimed' } } })
      await server.until(({ stderr }) => stderr.includes('invitation mail sent'))
      expect(server.stdout()).toContain(`127.0.0.1:${port()}, from seats@host.example`)
      expect(token.length).toBeGreaterThan(40)
      for (const secret of ['hunter2', token.split('.').at(-1) ?? '?'])
        expect(server.stdout() + server.stderr()).not.toContain(secret)
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })

  it('refuses what is wrong with the mail, all at once, without a value', async () => {
    const seed = files.write('wrong.json', {
      ...exampleSeed,
      organizations: exampleSeed.organizations.map((each) => ({ ...each, mail_from: 'hunter2' })),
    })
    const flags = [
      '--claim-url',
      'https://app.example/hunter2',
      '--smtp',
      'smtp://mail:hunter2@mail.example?a=b',
    ]
    const { code, stdout, stderr } = await run(['serve', '--store', 'memory', '--seed', seed, ...flags])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trim().split('\n')).toEqual([
      'error: --smtp may be followed by requireTLS, ignoreTLS, rejectUnauthorized, each true or false, and nothing else.',
      'error: --mail-from must name the sender.',
      'error: --claim-url must hold {token}.',
      'error: seed: organizations.0.mail_from must be one address, with or without a name: Acme <seats@acme.example>.',
    ])
  })
})
