import { randomUUID } from 'node:crypto'
import { ledgerStream, type OrganizationId, type PoolId } from '@seat-ledger/core'
import type { SqlitePlatform } from '../../src/index.js'

/** Appends one event after another; says the position of each. */
export const trickle = async (
  { eventStore }: SqlitePlatform,
  name: string,
  count: number,
  say: (line: object) => void,
): Promise<void> => {
  const stream = ledgerStream('acme' as OrganizationId, name as PoolId)
  for (let round = 0; round < count; round++) {
    const event = { id: randomUUID(), type: 'Example', data: { round }, metadata: {} }
    const answer = await eventStore.append(stream, round - 1, [event])
    if (answer._tag === 'Left') throw new Error(answer.left._tag)
    say({ position: String(answer.right.position) })
  }
}
