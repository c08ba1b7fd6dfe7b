import { invitationKeys } from '@seat-ledger/node'
import { arbitraryOrganizationId, arbitrarySeatId } from '@seat-ledger/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invitationToken, readInvitationToken } from '../../src/invitation/token.js'
import { ORGANIZATION, POOL, seat } from '../support/facts.js'

const one = Buffer.alloc(32, 1)
const two = Buffer.alloc(32, 2)
const keys = invitationKeys({ current: 'one', keys: { one } })
const rotated = invitationKeys({ current: 'two', keys: { one, two } })
const invitation = { organizationId: ORGANIZATION, seatId: seat('ada'), number: 3 }
const token = invitationToken(keys, invitation)

describe('an invitation token', () => {
  it('names its key, its ledger, its seat and its number, then proves them with 43 characters', () => {
    expect(token).toMatch(/^one\.acme\.team\.ada\.3\.[A-Za-z0-9_-]{43}$/)
    expect(encodeURIComponent(token)).toBe(token)
  })

  it('is derived: the same invitation has the same token for ever', () => {
    expect(invitationToken(keys, invitation)).toBe(token)
  })

  it('routes itself', () => {
    expect(readInvitationToken(keys, token)).toStrictEqual({ ...invitation, poolId: POOL })
  })

  it('of any ledger, seat and number reads back', () => {
    fc.assert(
      fc.property(
        arbitraryOrganizationId(),
        arbitrarySeatId(),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (organizationId, seatId, number) => {
          const made = invitationToken(keys, { organizationId, seatId, number })
          expect(readInvitationToken(keys, made)).toMatchObject({ organizationId, seatId, number })
        },
      ),
    )
  })

  it('changed by one character anywhere is nothing', () => {
    for (let index = 0; index < token.length; index += 1) {
      for (const character of ['A', '.', '1', '~']) {
        if (token[index] === character) continue
        const forged = token.slice(0, index) + character + token.slice(index + 1)
        expect(readInvitationToken(keys, forged)).toBeUndefined()
      }
    }
  })

  it.each([
    '',
    '.',
    '.....',
    'one.acme.team.ada.3',
    `${token}.x`,
    `${token} `,
    token.slice(0, -1),
    `x${token}`,
    'x'.repeat(401),
    '漢'.repeat(50),
  ])('%j is nothing', (text) => {
    expect(readInvitationToken(keys, text)).toBeUndefined()
  })

  it('any text is nothing, and does not throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 7 }), (parts) => {
        expect(readInvitationToken(keys, parts.join('.'))).toBeUndefined()
      }),
    )
  })

  it('of a number that is none, or another spelling of one, is nothing even when signed', () => {
    for (const number of ['0', '03', '1e3', '-1', '1.5', '9'.repeat(17)]) {
      const text = `one.acme.team.ada.${number}`
      expect(readInvitationToken(keys, `${text}.${keys.sign('one', text)}`)).toBeUndefined()
    }
  })

  it('outlives the rotation of keys as long as its key is kept; new ones are made with the current key', () => {
    expect(readInvitationToken(rotated, token)).toStrictEqual({ ...invitation, poolId: POOL })
    expect(invitationToken(rotated, invitation)).toMatch(/^two\./)
    expect(readInvitationToken(keys, invitationToken(rotated, invitation))).toBeUndefined()
  })

  it('of another key with the same name is nothing', () => {
    expect(readInvitationToken(invitationKeys({ current: 'one', keys: { one: two } }), token)).toBeUndefined()
  })
})
