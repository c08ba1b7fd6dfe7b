import { readInvitationToken } from '@seat-ledger/core'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { mailing, openPool, Post, pool, settled, tokenIn, WEEK, world } from './support.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const started = async (options: Parameters<typeof mailing>[2] = {}) => {
  const post = await Post.start()
  open.push(() => post.stop())
  const it = world()
  const reactor = mailing(it.platform, post, options)
  open.push(() => reactor.stop())
  return { post, reactor, ...it }
}

const ADA = { ...pool('sub_1'), email: 'Ada@example.com', ...WEEK }

/** Every sign that may stand before the @ without quotes. */
const ODD = "o'b!#$%&*+/=?^_`{|}~-@example.com"

describe('an invitation mail', () => {
  it('says product, owner and expiry in text and HTML, with a link whose token is genuine', async () => {
    const { post, reactor, seats, platform } = await started({
      detailsOf: () => ({ organizationName: 'Acme', ownerName: 'Northwind' }),
    })
    await openPool(seats, 'sub_1')
    const { seat, position } = await seats.assign(ADA)
    await settled(reactor, position)
    const [mail] = post.mails
    expect(mail?.subject).toBe('Northwind invites you to Team Pro')
    expect(mail?.to).toMatchObject({ text: 'Ada@example.com' })
    const token = tokenIn(mail)
    expect(readInvitationToken(platform.invitationKeys, token)).toMatchObject({ seatId: seat.id, number: 1 })
    for (const part of [mail?.text, String(mail?.html)]) {
      expect(part).toContain('Northwind has given you a seat in Team Pro by Acme.')
      expect(part).toContain('until Tuesday, 3 March 2026, 14:00 UTC (7 days)')
      expect(part).toContain(`https://app.example/claim?invitation_token=${token}`)
    }
    const holder = { actor: { kind: 'customer', id: 'cus_ada' }, customerId: 'cus_ada' }
    expect((await seats.claim({ ...holder, token })).seat.status).toBe('claimed')
  })

  it('has a Message-ID of seat and number, the date of its sending, and is marked as sent by a machine', async () => {
    const { post, reactor, seats } = await started()
    await openPool(seats, 'sub_1')
    const { seat, position } = await seats.assign(ADA)
    await settled(reactor, position)
    const [mail] = post.mails
    expect(mail?.messageId).toBe(`<invitation-1.${seat.id}@acme.example>`)
    expect(mail?.date).toEqual(new Date('2026-02-24T14:00:00.000Z'))
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.headerLines.map(({ key }) => key)).not.toContain('x-mailer')
  })

  it('comes from the sender of its organization, under the claim URL of its organization', async () => {
    const { post, reactor, seats } = await started({
      claimUrl: ({ token, organizationId }) =>
        `https://${organizationId.replace('_', '-')}.example/c/${token}`,
      senderOf: (organizationId) => ({
        from: { name: `Team of ${organizationId}`, address: `${organizationId}@mail.example` },
        replyTo: { name: null, address: 'help@mail.example' },
      }),
    })
    for (const organizationId of ['org_acme', 'org_beta']) {
      await openPool(seats, 'sub_1', organizationId)
      const { position } = await seats.assign({ ...ADA, organizationId })
      await settled(reactor, position)
    }
    expect(
      post.mails.map(({ from, replyTo, text }) => [
        from?.text,
        replyTo?.text,
        text?.match(/https:\S+\/c\//)?.[0],
      ]),
    ).toEqual(
      ['org_acme', 'org_beta'].map((id) => [
        `"Team of ${id}" <${id}@mail.example>`,
        'help@mail.example',
        `https://${id.replace('_', '-')}.example/c/`,
      ]),
    )
  })

  it("is what the host's template makes of the facts", async () => {
    const { post, reactor, seats } = await started({
      template: ({ metadata, productName, invitationNumber }) => ({
        subject: `Hallo ${metadata.name}\r\nBcc: eve@example.com`,
        text: `${productName} ${invitationNumber}`,
        html: `<b>${productName}</b>`,
      }),
    })
    await openPool(seats, 'sub_1')
    const { position } = await seats.assign({ ...ADA, metadata: { name: 'Ada' } })
    await settled(reactor, position)
    const [mail] = post.mails
    expect([mail?.subject, mail?.text?.trim(), mail?.html]).toEqual([
      'Hallo Ada Bcc: eve@example.com',
      'Team Pro 1',
      '<b>Team Pro</b>',
    ])
    expect(post.asked).toEqual(['Ada@example.com'])
  })

  it('reaches an international domain in punycode, an international local part by SMTPUTF8, and odd signs as they are', async () => {
    const { post, reactor, seats } = await started()
    await openPool(seats, 'sub_1')
    await seats.assign({ ...ADA, email: 'Jörg@example.com' })
    await seats.assign({ ...ADA, email: 'jana@büro.example' })
    const { position } = await seats.assign({ ...ADA, email: ODD })
    await settled(reactor, position)
    expect(post.mails.map(({ headerLines }) => headerLines.find(({ key }) => key === 'to')?.line)).toEqual([
      Buffer.from('To: Jörg@example.com').toString('latin1'),
      'To: jana@xn--bro-hoa.example',
      `To: ${ODD}`,
    ])
    // The server shows domains in Unicode.
    expect(post.asked).toEqual(['Jörg@example.com', 'jana@büro.example', ODD])
    expect(post.utf8).toEqual([true, false, false])
  })
})

describe('names of any kind', () => {
  /** What attackers would put into a name, between ordinary text. */
  const nasty = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '\r\n',
          '\n',
          '\r',
          '\u2028',
          '\u202e',
          '\u2066',
          '\u0000',
          '"',
          "'",
          '<',
          '>',
          '&',
          ',',
        ),
        fc.constantFrom(
          'Bcc: eve@example.com',
          '<script>alert(1)</script>',
          '=?utf-8?q?x?=',
          '@',
          '\\',
          '\ud800',
        ),
        fc.string({ maxLength: 8, unit: 'grapheme' }),
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => parts.join(''))

  it('add no header, no recipient, no markup and no turned text to a mail', async () => {
    let names = { organizationName: '', ownerName: '' }
    const { post, reactor, seats } = await started({
      detailsOf: () => names,
      senderOf: () => ({ from: { name: names.ownerName, address: 'seats@acme.example' } }),
    })
    await openPool(seats, 'sub_1')
    let person = 0
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (organizationName, ownerName) => {
        names = { organizationName, ownerName }
        person += 1
        const { position } = await seats.assign({ ...ADA, email: `p${person}@example.com` })
        await settled(reactor, position)
        const mail = post.mails.at(-1)
        expect(mail?.headerLines.map(({ key }) => key).sort()).toEqual(HEADERS)
        expect(post.asked.at(-1)).toBe(`p${person}@example.com`)
        expect(mail?.from?.value.map(({ address }) => address)).toEqual(['seats@acme.example'])
        expect(mail?.subject ?? '').not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028]/u)
        const shown = String(mail?.html)
        expect(shown.match(/<(?!\/?(?:html|head|meta|title|body|div|p|a|br)\b|!doctype html>)/g)).toBeNull()
        expect(shown.match(/<a href="/g)).toHaveLength(2)
      }),
      { numRuns: Number(process.env.MAIL_RUNS ?? 150) },
    )
    expect(post.asked).toHaveLength(post.mails.length)
  })
})

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
]
