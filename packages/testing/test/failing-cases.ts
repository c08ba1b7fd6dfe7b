import { type ContractCase, type Make, runCase, type Subject } from '../src/index.js'

/** The names of the cases that a subject fails. */
export const failingCases = async <Tested extends Subject>(
  cases: readonly ContractCase<Tested>[],
  make: Make<Tested>,
): Promise<readonly string[]> => {
  const outcomes = await Promise.allSettled(cases.map((one) => runCase(one, make)))
  return cases.filter((_, index) => outcomes[index]?.status === 'rejected').map(({ name }) => name)
}
