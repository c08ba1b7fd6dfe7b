import { type Clock, type CustomerId, OrganizationId } from '@seat-ledger/core'
import { describe, expect, test } from 'vitest'
import { memoryDirectory, memoryRateLimit, type Organization, type Subject } from '../src/index.js'

let now = 0
const clock: Clock = { now: () => now, sleep: async () => {} }

const ACME: Organization = {
  id: 'org_a',
  name: 'Acme',
  slug: 'acme',
  claimPolicy: 'token',
  maskEmail: true,
  seatsEnabled: true,
}
const STAFF: Subject = { kind: 'organization', organizationId: 'org_a', scopes: [] }
const ADA: Subject = {
  kind: 'customer_session',
  organizationId: 'org_a',
  customerId: 'cus_ada',
  email: 'Ada@Example.com',
  scopes: [],
}

const directory = (tokens: readonly { token: string; subject: Subject }[] = []) =>
  memoryDirectory({ organizations: [ACME], tokens, clock, sessionSeconds: 60 })

describe('the directory in memory', () => {
  test('knows its tokens, and no others', () => {
    const { authenticate } = directory([
      { token: 'oat', subject: STAFF },
      { token: 'cst', subject: ADA },
    ])
    expect([authenticate('oat'), authenticate('cst')]).toEqual([STAFF, ADA])
    expect(['', 'oa', 'oat ', 'OAT'].map((token) => authenticate(token))).toEqual(Array(4).fill(undefined))
  })

  test('holds no token that a heap or a log could show', () => {
    const table = directory([{ token: 'very-secret-token', subject: STAFF }])
    expect(JSON.stringify(table, (_, value) => (value instanceof Map ? [...value] : value))).not.toContain(
      'very-secret',
    )
  })

  test('of two entries for one token believes the last', () => {
    const { authenticate } = directory([
      { token: 'same', subject: STAFF },
      { token: 'same', subject: ADA },
    ])
    expect(authenticate('same')).toEqual(ADA)
  })

  test('issues sessions that end', async () => {
    now = 0
    const { authenticate, issueSession } = directory()
    const request = { organizationId: 'org_a', customerId: 'cus_1', email: 'new@example.com' }
    const token = await issueSession(request)
    expect(await issueSession(request)).not.toBe(token)
    now = 59_999
    expect(authenticate(token)).toMatchObject({ kind: 'customer_session', ...request })
    now = 60_000
    expect(authenticate(token)).toBeUndefined()
  })

  test('forgets what has ended, and not what was given', async () => {
    now = 0
    const { authenticate, issueSession } = directory([{ token: 'oat', subject: STAFF }])
    const request = { organizationId: 'org_a', customerId: 'cus_1', email: 'new@example.com' }
    for (let i = 0; i < 999; i++) await issueSession(request)
    now = 60_000
    const token = await issueSession(request)
    expect([authenticate('oat'), authenticate(token)]).not.toContain(undefined)
  })

  test('gives an address one customer, however it is spelled: the one of its session, or always the same', async () => {
    const { customerOf } = directory([{ token: 'cst', subject: ADA }])
    const of = (email: string, organizationId = 'org_a') =>
      customerOf({ organizationId, email, externalCustomerId: null })
    expect(await of(' ADA@example.com')).toBe('cus_ada')
    expect(await of('grace@EXAMPLE.com')).toBe(
      await directory().customerOf({
        organizationId: 'org_a',
        email: 'Grace@example.com',
        externalCustomerId: null,
      }),
    )
    expect(await of('grace@example.com')).toMatch(/^cus_[\w-]{24}$/)
    expect(await of('grace@example.com', 'org_b')).not.toBe(await of('grace@example.com'))
  })

  test('does not start with an id that is none', () => {
    const bad = { ...STAFF, organizationId: 'no id' }
    expect(() => directory([{ token: 'oat', subject: bad }])).toThrow(
      new TypeError('These are no ids: "no id"'),
    )
    expect(() => directory([{ token: 'cst', subject: { ...ADA, customerId: '' } }])).toThrow(TypeError)
  })

  test('takes branded ids as well as text', () => {
    const id: OrganizationId | undefined = OrganizationId.is(ACME.id) ? ACME.id : undefined
    const customerId = 'cus_ada' as CustomerId
    if (id === undefined) throw new Error('an id')
    expect(directory([{ token: 'cst', subject: { ...ADA, organizationId: id, customerId } }])).toBeDefined()
  })
})

describe('the rate limit in memory', () => {
  test('counts each key in windows, and says when the next one begins', () => {
    now = 5_000
    const take = memoryRateLimit({ limit: 2, windowSeconds: 10, clock })
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 10, 0])
    now = 14_001
    expect(take('a')).toBe(1)
    now = 15_000
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 10])
  })

  test('still counts right after it has forgotten old windows', () => {
    now = 0
    const take = memoryRateLimit({ limit: 1, windowSeconds: 10, clock })
    for (let i = 0; i < 10_000; i++) void take(`old-${i}`)
    now = 10_000
    expect([take('new'), take('new')]).toEqual([0, 10])
    expect(take('old-1')).toBe(0)
  })
})
