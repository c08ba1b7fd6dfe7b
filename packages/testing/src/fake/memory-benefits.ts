import type { Benefit, BenefitAnswer, Benefits, GrantedBenefits } from '@seat-ledger/core'

/** One call that a host got: what it was told to do, and what it answered. */
export interface BenefitCall {
  readonly deed: keyof Benefits
  readonly benefit: Benefit
  readonly answer: BenefitAnswer
}

/** A host's benefits in memory. */
export interface MemoryBenefits extends Benefits, GrantedBenefits {
  /** Every call, oldest first. */
  readonly calls: readonly BenefitCall[]
  /** What is granted, by key. May be changed behind the ledger's back, to see how that is found. */
  readonly grants: Map<string, Benefit>
}

/**
 * The reference implementation of `Benefits` and `GrantedBenefits`. `answer` decides about each call, which is counted
 * from 1 for each deed and key; without it everything is done. Only what is `Done` has an effect.
 */
export const memoryBenefits = (
  answer: (
    deed: keyof Benefits,
    benefit: Benefit,
    call: number,
  ) => BenefitAnswer | Promise<BenefitAnswer> = () => DONE,
): MemoryBenefits => {
  const calls: BenefitCall[] = []
  const grants = new Map<string, Benefit>()
  const tries = new Map<string, number>()
  const told = async (deed: keyof Benefits, benefit: Benefit): Promise<BenefitAnswer> => {
    const which = `${deed} ${benefit.key}`
    const call = (tries.get(which) ?? 0) + 1
    tries.set(which, call)
    const given = await answer(deed, benefit, call)
    calls.push({ deed, benefit, answer: given })
    if (given._tag === 'Done' && deed === 'grant') grants.set(benefit.key, benefit)
    if (given._tag === 'Done' && deed === 'revoke') grants.delete(benefit.key)
    return given
  }
  return {
    calls,
    grants,
    grant: (benefit) => told('grant', benefit),
    revoke: (benefit) => told('revoke', benefit),
    async *granted(organizationId) {
      for (const { key, organizationId: own } of grants.values()) {
        if (own === organizationId) yield { _tag: 'Granted', key }
      }
    },
  }
}

const DONE: BenefitAnswer = Object.freeze({ _tag: 'Done' })
