import { instantOf } from '@seat-ledger/core'
import { claimUrlProblem, expiryInWords, invitationTemplate, parseMailbox } from '@seat-ledger/email'
import { describe, expect, it } from 'vitest'

describe('the template', () => {
  it('leaves names out that nobody told, and says of a later invitation that it replaced the earlier ones', () => {
    const facts: Parameters<typeof invitationTemplate>[0] = {
      organizationId: 'org_acme' as never,
      organizationName: null,
      poolId: 'sub_1' as never,
      productName: 'Team <Pro>',
      ownerName: null,
      seatId: 'sub_1.a' as never,
      email: 'ada@example.com',
      metadata: {},
      invitationNumber: 2,
      link: 'https://app.example/?a=1&b=2',
      expiresAt: instantOf(Date.parse('2026-03-03T14:00:00Z')),
      sentAt: instantOf(Date.parse('2026-03-02T14:00:00Z')),
    }
    const { subject, text, html } = invitationTemplate(facts)
    expect(subject).toBe('Your seat in Team <Pro>')
    expect(text).toContain('Your team has given you a seat in Team <Pro>.')
    expect(text).toContain('Earlier links to this seat do not work any more.')
    expect(html).toContain('Team &lt;Pro&gt;')
    expect(html).toContain('href="https://app.example/?a=1&amp;b=2"')
    expect(invitationTemplate({ ...facts, invitationNumber: 1 }).text).not.toContain('Earlier')
  })

  it('counts what is left in the largest unit of which there are two', () => {
    const expires = instantOf(Date.parse('2026-03-03T14:00:00Z'))
    const left = (milliseconds: number) =>
      /\((.*)\)/.exec(expiryInWords(expires, instantOf(Date.parse(expires) - milliseconds)))?.[1]
    const hour = 3_600_000
    expect([7 * 24 * hour - 5, 36 * hour, 24 * hour, 90 * 60_000, 45 * 60_000, 61_000, 5].map(left)).toEqual([
      '7 days',
      '2 days',
      '24 hours',
      '2 hours',
      '45 minutes',
      '1 minute',
      '1 minute',
    ])
  })
})

describe('settings', () => {
  it('of the claim URL must hold the token where it survives, and nothing unknown', () => {
    expect(claimUrlProblem('https://app.example/{organization_id}/claim?t={token}')).toBeUndefined()
    expect(claimUrlProblem('https://app.example/claim')).toBe('must hold {token}')
    expect(claimUrlProblem('https://{token}.example/')).toBe('must hold {token} behind the host name')
    expect(claimUrlProblem('javascript:{token}')).toBe('must begin with https:// or http://')
    expect(claimUrlProblem('https://app.example/{seat}/{token}')).toBe(
      'must hold no {seat}; there are {token} and {organization_id}',
    )
  })

  it('of a sender are one address with or without a name', () => {
    expect(parseMailbox('"Acme, Inc" <Seats@BÜRO.example>')).toMatchObject({
      right: { name: 'Acme, Inc', address: 'Seats@xn--bro-hoa.example' },
    })
    expect(parseMailbox('seats@acme.example')).toMatchObject({ right: { name: null } })
    for (const text of [
      '',
      'Acme',
      'a@b.example, c@d.example',
      'Acme <seats@>',
      'g: a@b.example, c@d.example;',
    ])
      expect(parseMailbox(text)._tag).toBe('Left')
  })
})
