import type { SeatLedger } from '@seat-ledger/core'
import type { SqlitePlatform } from '../../src/index.js'

const BY = { organizationId: 'acme', actor: { kind: 'user', id: 'child' } } as const
const POOLS = ['load-0', 'load-1', 'load-2']

/**
 * Commands on three pools from eight callers, until somebody ends this process: seats that are claimed at once and
 * seats that are moved, which are two events each, and revocations. Says of each command when it is answered. The read
 * model is kept up meanwhile.
 */
export const loadForEver = async (
  platform: SqlitePlatform,
  ledger: SeatLedger,
  name: string,
  say: (line: object) => void,
): Promise<void> => {
  platform.startDirectory()
  for (const poolId of POOLS) {
    const source = { kind: 'order', id: poolId } as const
    await ledger.openPool({
      ...BY,
      poolId,
      customerId: 'owner',
      source,
      product: { id: 'p', name: 'P' },
      capacity: 1_000_000,
    })()
  }
  await Promise.all(
    Array.from({ length: 8 }, (_, own) => call(ledger, `${name}-${own}`, POOLS[own % 3] ?? '', say)),
  )
}

const call = async (
  ledger: SeatLedger,
  name: string,
  poolId: string,
  say: (line: object) => void,
): Promise<void> => {
  for (let round = 0; ; round++) {
    const person = `${name}-${round}`
    const told = async <Value extends { readonly revision: number }>(
      command: string,
      events: number,
      answer: Promise<{ _tag: 'Right'; right: Value } | { _tag: 'Left'; left: unknown }>,
    ): Promise<Value> => {
      const settled = await answer
      if (settled._tag === 'Left') throw new Error(JSON.stringify(settled.left))
      say({ command, poolId, events, revision: settled.right.revision })
      return settled.right
    }
    const immediateClaim = { customerId: 'holder' }
    const seat = { ...BY, poolId, email: `${person}@example.com`, immediateClaim }
    const first = await told(`${person}-a`, 2, ledger.assign({ ...seat, commandId: `${person}-a` })())
    const moved = { ...BY, seatId: first.seat.id, email: `${person}-b@example.com`, commandId: `${person}-b` }
    const second = await told(`${person}-b`, 2, ledger.reassign(moved)())
    const gone = { ...BY, seatId: second.assigned.seat.id, commandId: `${person}-c` }
    await told(`${person}-c`, 1, ledger.revoke(gone)())
  }
}
