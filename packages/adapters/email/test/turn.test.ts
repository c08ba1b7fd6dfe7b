import { type Checkpoints, type Clock, type Platform, readInvitationToken } from '@seat-ledger/core'
import type { MailReport } from '@seat-ledger/email'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { type Behaviour, mailing, openPool, Post, pool, settled, tokenIn, WEEK, world } from './support.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** A server, a ledger with an open pool, and a way to begin with the mail when the test wants it. */
const scene = async (behaviour: Behaviour = {}) => {
  const post = await Post.start(behaviour)
  open.push(() => post.stop())
  const it = world()
  await openPool(it.seats, 'sub_1')
  const reports: MailReport[] = []
  const begin = (options: Parameters<typeof mailing>[2] = {}) => {
    const reactor = mailing(it.platform, post, { onMail: (report) => reports.push(report), ...options })
    open.push(() => reactor.stop())
    return reactor
  }
  return { post, reports, begin, ...it }
}

const SUB_1 = { ...pool('sub_1'), ...WEEK }
const ADA = { ...SUB_1, email: 'ada@example.com' }

describe('mail is sent', () => {
  it('again for a resend, under another Message-ID, and the first link is dead by then', async () => {
    const { post, begin, seats } = await scene()
    const reactor = begin()
    const { seat, position } = await seats.assign(ADA)
    await settled(reactor, position)
    const resent = await seats.resend({ ...SUB_1, seatId: seat.id })
    await settled(reactor, resent.position)
    expect(post.mails.map(({ messageId }) => messageId)).toEqual([
      `<invitation-1.${seat.id}@acme.example>`,
      `<invitation-2.${seat.id}@acme.example>`,
    ])
    expect(post.mails[1]?.text).toContain('Earlier links to this seat do not work any more.')
    const [first, second] = post.mails.map(tokenIn)
    const holder = { actor: { kind: 'customer', id: 'cus_ada' }, customerId: 'cus_ada' }
    await expect(seats.claim({ ...holder, token: first ?? '' })).rejects.toThrow()
    expect((await seats.claim({ ...holder, token: second ?? '' })).seat.status).toBe('claimed')
  })

  it('in the order of a pool, and for each organization with a link into its own ledger', async () => {
    const { post, begin, seats, platform } = await scene()
    const reactor = begin()
    await openPool(seats, 'sub_1', 'org_beta')
    let last = 0n
    for (let person = 0; person < 20; person++) {
      for (const organizationId of ['org_acme', 'org_beta'])
        last = (await seats.assign({ ...SUB_1, organizationId, email: `p${person}@example.com` })).position
    }
    await settled(reactor, last)
    for (const organizationId of ['org_acme', 'org_beta']) {
      const own = post.mails.filter(
        (mail) =>
          readInvitationToken(platform.invitationKeys, tokenIn(mail))?.organizationId === organizationId,
      )
      expect(own.map(({ to }) => (Array.isArray(to) ? '' : to?.text))).toEqual(
        Array.from({ length: 20 }, (_, person) => `p${person}@example.com`),
      )
      expect(new Set(own.map(({ from }) => from?.text))).toEqual(
        new Set([`"Acme" <seats@${organizationId.replace('org_', '')}.example>`]),
      )
    }
  })
})

describe('no mail is sent', () => {
  it('for an immediate claim, and none for a seat that is reassigned to somebody who claims at once', async () => {
    const { post, begin, reports, seats } = await scene()
    const reactor = begin()
    const { seat } = await seats.assign({ ...ADA, immediateClaim: { customerId: 'cus_ada' } })
    const moved = await seats.reassign({ ...SUB_1, seatId: seat.id, email: 'grace@example.com' })
    await settled(reactor, moved.position)
    expect(post.mails.map(({ to }) => to)).toMatchObject([{ text: 'grace@example.com' }])
    expect(reports.map(({ outcome }) => outcome)).toEqual(['sent'])
  })

  it('for an invitation that is dead when its turn comes, whatever killed it', async () => {
    const { post, begin, reports, seats, platform } = await scene()
    const assign = (name: string) => seats.assign({ ...SUB_1, email: `${name}@example.com` })
    const claimed = await assign('claimed')
    const holder = { actor: { kind: 'customer', id: 'cus_a' }, customerId: 'cus_a' }
    await seats.claim({ ...holder, token: claimed.invitationToken ?? '' })
    await seats.revoke({ ...SUB_1, seatId: (await assign('revoked')).seat.id })
    await seats.reassign({ ...SUB_1, seatId: (await assign('from')).seat.id, email: 'to@example.com' })
    await seats.resend({ ...SUB_1, seatId: (await assign('resent')).seat.id })
    await seats.assign({ ...pool('sub_1'), email: 'expired@example.com', expiresInSeconds: 60 })
    await openPool(seats, 'sub_2')
    await seats.assign({ ...SUB_1, poolId: 'sub_2', email: 'closed@example.com' })
    const { position } = await seats.closePool(pool('sub_2'))
    await platform.clock.sleep(60_000)
    await settled(begin(), position)
    expect(
      reports.map(({ outcome, detail, invitationNumber }) => [outcome, detail, invitationNumber]).sort(),
    ).toEqual([
      ['dead', 'expired', 1],
      ['dead', 'pool closed', 1],
      ['dead', 'replaced by a newer one', 1],
      ['dead', 'seat claimed', 1],
      ['dead', 'seat revoked', 1],
      ['dead', 'seat revoked', 1],
      ['sent', '', 1],
      ['sent', '', 2],
    ])
    expect(post.asked).toEqual(['to@example.com', 'resent@example.com'])
  })

  it('for what was given out before the time that the host names', async () => {
    const { post, begin, seats, platform } = await scene()
    await seats.assign(ADA)
    await platform.clock.sleep(1_000)
    const { position, seat } = await seats.assign({ ...SUB_1, email: 'grace@example.com' })
    await settled(begin({ since: seat.assignedAt }), position)
    expect(post.asked).toEqual(['grace@example.com'])
  })

  it('again because whoever is told of it throws', async () => {
    const { post, begin, seats } = await scene()
    const onMail = (): never => {
      throw new Error('the disk is full')
    }
    await settled(begin({ onMail }), (await seats.assign(ADA)).position)
    expect(post.asked).toEqual(['ada@example.com'])
  })

  it('again after a restart', async () => {
    const { post, begin, seats } = await scene()
    const first = begin()
    await settled(first, (await seats.assign(ADA)).position)
    await first.stop()
    const { position } = await seats.assign({ ...SUB_1, email: 'grace@example.com' })
    await settled(begin(), position)
    expect(post.asked).toEqual(['ada@example.com', 'grace@example.com'])
  })
})

const waitForEnd: Clock['sleep'] = (_milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    signal?.addEventListener('abort', () => resolve())
  })

/** Checkpoints that forget what they are told of the readers that `isLost` names, as after a crash before the save. */
const forgetful = ({ checkpoints }: Platform, isLost: (reader: string) => boolean): Checkpoints => ({
  load: (reader) => checkpoints.load(reader),
  save: async (reader, position) =>
    isLost(reader) ? E.right(undefined) : checkpoints.save(reader, position),
})

describe('a crash', () => {
  it('in the middle of a large team has nobody mailed twice: each mail is marked when it is out', async () => {
    const { post, seats, platform, begin } = await scene()
    const rows = Array.from({ length: 30 }, (_, person) => ({ email: `p${person}@example.com` }))
    const { position } = await seats.assignBulk({ ...SUB_1, mode: 'atomic', seats: rows })
    const checkpoints = forgetful(platform, (reader) => reader.startsWith('reactor-'))
    const crashed = mailing({ ...platform, checkpoints }, post)
    await post.arrived(10)
    await crashed.stop()
    await settled(begin(), position)
    expect(post.asked).toEqual(rows.map(({ email }) => email))
  })

  it('while one pool waits for another try loses none of its mail, however far the other pools have come', async () => {
    let isBusy = true
    const { post, seats, platform, begin } = await scene({
      rcpt: (address) => (isBusy && address === ADA.email ? { code: 451, text: 'busy' } : undefined),
    })
    await openPool(seats, 'sub_2')
    await seats.assign(ADA)
    const { position } = await seats.assign({ ...SUB_1, poolId: 'sub_2', email: 'grace@example.com' })
    // A clock on which nobody's wait ends before the crash.
    const clock = { now: platform.clock.now, sleep: waitForEnd }
    const crashed = mailing({ ...platform, clock }, post)
    await post.arrived(1)
    await crashed.stop()
    isBusy = false
    await settled(begin(), position)
    expect(post.mails.map(({ to }) => to)).toMatchObject([{ text: 'grace@example.com' }, { text: ADA.email }])
  })

  it('between a mail and its mark has it sent again under the same Message-ID, with the same link', async () => {
    const { post, seats, platform, begin } = await scene()
    const { position } = await seats.assign(ADA)
    const crashed = mailing({ ...platform, checkpoints: forgetful(platform, () => true) }, post)
    await settled(crashed, position)
    await crashed.stop()
    await settled(begin(), position)
    expect(post.mails).toHaveLength(2)
    expect(new Set(post.mails.map(({ messageId }) => messageId)).size).toBe(1)
    expect(new Set(post.mails.map(tokenIn)).size).toBe(1)
  })
})
