import { deepStrictEqual } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import {
  type Benefit,
  type BenefitAnswer,
  type Benefits,
  CustomerId,
  DisplayName,
  type GrantedBenefits,
  NO_METADATA,
  OrganizationId,
  PoolId,
  ProductId,
  SourceId,
  seatIdOf,
} from '@seat-ledger/core'
import { settled } from './answers.js'
import type { ContractCase, Subject } from './case.js'
import { upTo } from './streams.js'

/** A host's benefits to be tested. They may be shared and hold those of other seats and organizations. */
export interface BenefitsUnderTest extends Subject {
  readonly benefits: Benefits & GrantedBenefits
}

type Tested = BenefitsUnderTest['benefits']

const checked = <Value>(
  codec: { readonly is: (value: unknown) => value is Value },
  value: unknown,
): Value => {
  if (!codec.is(value)) throw new Error(`${value} is not what the contract takes it for`)
  return value
}

const newOrganization = (): OrganizationId => checked(OrganizationId, `org_${randomUUID()}`)

/** A seat that somebody claimed, of an organization of its own unless one is given. */
const benefitOf = (organizationId = newOrganization()): Benefit => {
  const poolId = checked(PoolId, 'pool_contract')
  return {
    key: seatIdOf(poolId, randomUUID()),
    organizationId,
    poolId,
    ownerId: checked(CustomerId, 'cus_owner'),
    source: { kind: 'subscription', id: checked(SourceId, 'sub_contract') },
    product: { id: checked(ProductId, 'prod_contract'), name: checked(DisplayName, 'Contract') },
    holder: { customerId: checked(CustomerId, 'cus_holder'), email: 'holder@example.com' },
    email: 'Holder@example.com',
    metadata: NO_METADATA,
  }
}

const { signal } = new AbortController()

const done = async (call: () => Promise<BenefitAnswer>): Promise<void> => {
  deepStrictEqual(await settled(call), { _tag: 'Done' })
}

const grant = (benefits: Tested, benefit: Benefit): Promise<void> =>
  done(() => benefits.grant(benefit, signal))

const revoke = (benefits: Tested, benefit: Benefit): Promise<void> =>
  done(() => benefits.revoke(benefit, signal))

const expectGranted = async (
  benefits: Tested,
  organizationId: OrganizationId,
  expected: readonly Benefit[],
): Promise<void> => {
  const keys = await settled(async () => {
    const listed: unknown[] = []
    for await (const message of benefits.granted(organizationId, signal)) listed.push(message)
    return listed
  })
  const inOrder = (messages: readonly unknown[]): readonly string[] =>
    messages.map((message) => JSON.stringify(message)).sort()
  deepStrictEqual(inOrder(keys), inOrder(expected.map(({ key }) => ({ _tag: 'Granted', key }))))
}

/** The rules of `Benefits` with `GrantedBenefits`. */
export const benefitsCases: readonly ContractCase<BenefitsUnderTest>[] = [
  {
    name: 'an organization without a grant lists nothing',
    run: ({ benefits }) => expectGranted(benefits, newOrganization(), []),
  },
  {
    name: 'what was granted is listed until it is revoked',
    run: async ({ benefits }) => {
      const benefit = benefitOf()
      await grant(benefits, benefit)
      await expectGranted(benefits, benefit.organizationId, [benefit])
      await revoke(benefits, benefit)
      await expectGranted(benefits, benefit.organizationId, [])
    },
  },
  {
    name: 'a grant that is repeated is done, and listed once',
    run: async ({ benefits }) => {
      const benefit = benefitOf()
      for (let time = 0; time < 3; time++) await grant(benefits, benefit)
      await expectGranted(benefits, benefit.organizationId, [benefit])
    },
  },
  {
    name: 'a grant that comes several times at once is done, and listed once',
    run: async ({ benefits }) => {
      const benefit = benefitOf()
      await Promise.all(upTo(5).map(() => grant(benefits, benefit)))
      await expectGranted(benefits, benefit.organizationId, [benefit])
    },
  },
  {
    name: 'a revoke that is repeated, or of what was never granted, is done',
    run: async ({ benefits }) => {
      const benefit = benefitOf()
      await revoke(benefits, benefit)
      await grant(benefits, benefit)
      for (let time = 0; time < 3; time++) await revoke(benefits, benefit)
      await expectGranted(benefits, benefit.organizationId, [])
    },
  },
  {
    name: 'a revoke takes its own seat only, also from a holder of several',
    run: async ({ benefits }) => {
      const organizationId = newOrganization()
      const [first, second, third] = [benefitOf(organizationId), benefitOf(organizationId), benefitOf()]
      for (const benefit of [first, second, third]) await grant(benefits, benefit)
      await revoke(benefits, first)
      await expectGranted(benefits, organizationId, [second])
      await expectGranted(benefits, third.organizationId, [third])
    },
  },
  {
    name: 'many seats are granted at once, and a reader may stop in the middle of the list',
    run: async ({ benefits }) => {
      const organizationId = newOrganization()
      const many = upTo(50).map(() => benefitOf(organizationId))
      await Promise.all(many.map((benefit) => grant(benefits, benefit)))
      for await (const message of benefits.granted(organizationId, signal)) {
        deepStrictEqual(message._tag, 'Granted')
        break
      }
      await expectGranted(benefits, organizationId, many)
    },
  },
]
