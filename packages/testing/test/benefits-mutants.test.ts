import type { BenefitAnswer, GrantedMessage } from '@seat-ledger/core'
import { describe, expect, it } from 'vitest'
import { benefitsCases, type MemoryBenefits, memoryBenefits } from '../src/index.js'
import { failingCases } from './failing-cases.js'

const done: BenefitAnswer = { _tag: 'Done' }

const changed = (change: (host: MemoryBenefits) => Partial<MemoryBenefits>): MemoryBenefits => {
  const host = memoryBenefits()
  return { ...host, ...change(host) }
}

const listing = (keys: (host: MemoryBenefits) => Iterable<string>): MemoryBenefits =>
  changed((host) => ({
    async *granted(): AsyncGenerator<GrantedMessage> {
      for (const key of keys(host)) yield { _tag: 'Granted', key }
    },
  }))

const appending = (): MemoryBenefits => {
  const keys: string[] = []
  const host = listing(() => keys)
  const grant: MemoryBenefits['grant'] = async ({ key }) => {
    keys.push(key)
    return done
  }
  return { ...host, grant }
}

describe('the contract of benefits', () => {
  it('is kept by those in memory', async () => {
    expect(await failingCases(benefitsCases, () => ({ benefits: memoryBenefits() }))).toEqual([])
  })

  it.each<readonly [string, () => MemoryBenefits, string]>([
    ['lists everybody’s grants', () => listing(({ grants }) => grants.keys()), 'takes its own seat only'],
    ['lists nothing', () => listing(() => []), 'listed until it is revoked'],
    ['keeps no keys', appending, 'a grant that is repeated'],
    ['forgets to revoke', () => changed(() => ({ revoke: async () => done })), 'listed until it is revoked'],
    [
      'revokes all of a holder',
      () =>
        changed(({ grants }) => ({
          revoke: async () => {
            grants.clear()
            return done
          },
        })),
      'takes its own seat only',
    ],
    [
      'refuses to revoke what is not granted',
      () =>
        changed((host) => ({
          revoke: async (benefit, signal) =>
            host.grants.has(benefit.key)
              ? host.revoke(benefit, signal)
              : { _tag: 'Never', detail: 'not granted' },
        })),
      'a revoke that is repeated',
    ],
    ['rejects', () => changed(() => ({ grant: () => Promise.reject(new Error('no')) })), 'a grant that is'],
  ])('notices a host that %s', async (_, make, noticed) => {
    const failing = await failingCases(benefitsCases, () => ({ benefits: make() }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })
})
