import type { SeatLedger } from '@seat-ledger/core'

const BY = { organizationId: 'acme', actor: { kind: 'user', id: 'child' } } as const

/** `count` assigns of different people to one pool by 32 callers; says which were given a seat, and how the others ended. */
export const assignAll = async (
  ledger: SeatLedger,
  name: string,
  count: number,
  say: (line: object) => void,
): Promise<void> => {
  const ends: { [end: string]: number } = {}
  const seats: string[] = []
  let next = 0
  const caller = async (): Promise<void> => {
    while (next < count) {
      const email = `${name}-${next++}@example.com`
      const answer = await ledger.assign({ ...BY, poolId: 'rush', email })()
      const end = answer._tag === 'Right' ? 'Assigned' : answer.left._tag
      ends[end] = (ends[end] ?? 0) + 1
      if (answer._tag === 'Right') seats.push(answer.right.seat.id)
    }
  }
  await Promise.all(Array.from({ length: 32 }, caller))
  say({ ends, seats })
}
