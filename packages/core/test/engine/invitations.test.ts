import { describe, expect, it } from 'vitest'
import { at, DAY } from '../support/facts.js'
import { assignAda, claimWith, openWorld, poolState } from '../support/team.js'
import { failureOf, inPool, onSeat } from '../support/trial.js'

describe('an invitation from its first token to its last', () => {
  it('a resend kills the old token and gives a new one, also after the expiry (better 1)', async () => {
    const { seats, wait } = await openWorld(1)
    const { seat, invitationToken: old } = await assignAda(seats)
    wait(2 * DAY)
    expect(await failureOf(claimWith(seats, old))).toStrictEqual({
      _tag: 'InvitationExpired',
      expiresAt: at(DAY),
    })
    const { invitationToken: newest } = await seats.resend(onSeat(seat.id))
    expect(newest).not.toBe(old)
    expect(await failureOf(claimWith(seats, old))).toStrictEqual({ _tag: 'InvitationDead' })
    expect((await claimWith(seats, newest)).seat.status).toBe('claimed')
  })

  it('claiming again with the same token gets the seat again, and writes nothing', async () => {
    const { world, seats } = await openWorld(1)
    const { invitationToken } = await assignAda(seats)
    const first = await claimWith(seats, invitationToken)
    const again = await claimWith(seats, invitationToken)
    expect(again).toStrictEqual(first)
    expect((await world.recorded()).length).toBe(3)
  })

  it('a token is looked up without an account; only the newest of a pending seat has an answer', async () => {
    const { seats, wait } = await openWorld(1)
    const { seat, invitationToken } = await assignAda(seats)
    const token = invitationToken ?? ''
    expect(await seats.invitation({ token })).toStrictEqual({ seat, pool: poolState(1), canClaim: true })
    wait(DAY)
    expect((await seats.invitation({ token })).canClaim).toBe(false)
    const { invitationToken: newest } = await seats.resend(onSeat(seat.id))
    const dead = { _tag: 'InvitationDead' }
    expect(await failureOf(seats.invitation({ token }))).toStrictEqual(dead)
    expect((await seats.invitation({ token: newest ?? '' })).canClaim).toBe(true)
    await claimWith(seats, newest)
    expect(await failureOf(seats.invitation({ token: newest ?? '' }))).toStrictEqual(dead)
    expect(await failureOf(seats.invitation({ token: 'garbage' }))).toStrictEqual(dead)
  })

  it('a token is good only in the organization that the caller means', async () => {
    const { seats } = await openWorld(1)
    const { invitationToken } = await assignAda(seats)
    expect(await failureOf(claimWith(seats, invitationToken, { organizationId: 'other' }))).toStrictEqual({
      _tag: 'InvitationDead',
    })
    expect((await claimWith(seats, invitationToken, { organizationId: 'acme' })).seat.status).toBe('claimed')
  })

  it('under the policy email-match the token stays usable after a refusal (better 12)', async () => {
    const { seats } = await openWorld(1, { claimPolicy: 'email-match' })
    const { invitationToken } = await assignAda(seats)
    const refused = { _tag: 'ClaimNotPermitted', policy: 'email-match' }
    expect(await failureOf(claimWith(seats, invitationToken))).toStrictEqual(refused)
    expect(await failureOf(claimWith(seats, invitationToken, { email: 'eve@example.com' }))).toStrictEqual(
      refused,
    )
    expect((await claimWith(seats, invitationToken, { email: 'ADA@example.com' })).seat.status).toBe(
      'claimed',
    )
  })

  it('a command may ask for another policy than the engine', async () => {
    const { seats } = await openWorld(1)
    const { invitationToken } = await assignAda(seats)
    expect((await failureOf(claimWith(seats, invitationToken, { policy: 'email-match' })))._tag).toBe(
      'ClaimNotPermitted',
    )
  })

  it('resends are capped per seat and window', async () => {
    const { seats, wait } = await openWorld(1, { resendAllowance: { limit: 2, windowSeconds: 60 } })
    const { seat } = await assignAda(seats)
    await seats.resend(onSeat(seat.id))
    wait(10)
    await seats.resend(onSeat(seat.id))
    expect(await failureOf(seats.resend(onSeat(seat.id)))).toStrictEqual({
      _tag: 'ResendLimited',
      seatId: seat.id,
      limit: 2,
      retryAt: at(60),
    })
    wait(50)
    expect((await seats.resend(onSeat(seat.id))).seat).toMatchObject({ invitation: { number: 4 } })
  })

  it('a full pool releases expired seats by itself where the engine is told to (better 2)', async () => {
    const { seats, wait } = await openWorld(1, { releaseExpired: 'when-full' })
    await assignAda(seats)
    wait(DAY)
    expect(await seats.assign(inPool({ email: 'bob@example.com' }))).toMatchObject({
      revision: 3,
      seat: { status: 'pending' },
    })
  })
})
