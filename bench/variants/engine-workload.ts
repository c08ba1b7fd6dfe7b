import { emailsOf, flat, isRevoked } from '../model/workload.js'
import { assignInput, claimInput, type EngineWorld, orThrow, revokeInput } from './engine.js'

interface Person {
  readonly input: ReturnType<typeof assignInput>
  readonly customer: string
}

/** What arrives for the people of one pool. */
export const peopleOf = (pool: string, seats: number): readonly Person[] =>
  emailsOf(seats).map((email, index) => ({
    input: assignInput(pool, email),
    customer: flat(`customer-${index}`),
  }))

/** Assign all, claim all, revoke half, phase by phase; in each, `callers` at once take the next person from one list. */
export const runWorkload = async (
  world: EngineWorld,
  people: readonly Person[],
  callers: number,
): Promise<void> => {
  const { ledger } = world
  const seats: string[] = []
  const tokens: string[] = []
  await shared(people, callers, async ({ input }, index) => {
    const answer = orThrow(await ledger.assign(input)())
    seats[index] = answer.seat.id
    tokens[index] = answer.invitationToken ?? ''
  })
  await shared(people, callers, async ({ customer }, index) => {
    orThrow(await ledger.claim(claimInput(tokens[index] ?? '', customer))())
  })
  await shared(people, callers, async (_, index) => {
    if (isRevoked(index)) orThrow(await ledger.revoke(revokeInput(seats[index] ?? ''))())
  })
}

const shared = async <Item>(
  items: readonly Item[],
  callers: number,
  each: (item: Item, index: number) => Promise<void>,
): Promise<void> => {
  const entries = items.entries()
  const caller = async (): Promise<void> => {
    for (const [index, item] of entries) await each(item, index)
  }
  await Promise.all(Array.from({ length: callers }, caller))
}
