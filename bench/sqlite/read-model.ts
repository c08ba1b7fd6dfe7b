import {
  type CustomerId,
  instantOf,
  type OrganizationId,
  type PoolId,
  type SeatDirectory,
  type SeatQuery,
} from '@seat-ledger/core'
import { newFile } from './lib/files.js'
import { fill, platformAt } from './lib/filled.js'
import { median } from './lib/numbers.js'

const [FEW, MANY] = [1_000, Number(process.env.SEATS ?? 1_000_000)]
const LIMIT = 100

const organizationId = 'bench' as OrganizationId
const pool: SeatQuery = {
  organizationId,
  scope: { by: 'pool', poolId: 'large' as PoolId },
  status: null,
  now: instantOf(Date.now()),
}

const milliseconds = (work: () => unknown): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

const timed = (work: () => unknown): number => median(Array.from({ length: 300 }, () => milliseconds(work)))

/** A cursor in the middle of the list. */
const middleOf = (directory: SeatDirectory, seats: number): string => {
  const page = directory.listSeats(pool, { page: Math.floor(seats / 2 / LIMIT), limit: LIMIT })
  const last = page._tag === 'Right' ? page.right.items.at(-1) : undefined
  if (last === undefined) throw new Error('there is no middle')
  return `${last.seat.assignedAt.replace(/\D/g, '')}.${last.seat.id}`
}

const measure = async (seats: number): Promise<{ readonly [what: string]: number }> => {
  const file = newFile()
  const filled = await fill(file, seats)
  const started = performance.now()
  const platform = await platformAt(file)
  const directory = platform.startDirectory()
  directory.query((answers) => answers.listSeats(pool, { page: 1, limit: LIMIT }))
  const opening = performance.now() - started
  const figures = directory.query((answers) => {
    const cursor = middleOf(answers, seats)
    const claimed = { ...pool, status: 'claimed' } as const
    return {
      first: timed(() => answers.seatsAfter(pool, { cursor: null, limit: LIMIT })),
      middle: timed(() => answers.seatsAfter(pool, { cursor, limit: LIMIT })),
      claimed: timed(() => answers.listSeats(claimed, { page: 1, limit: LIMIT })),
      usage: timed(() => answers.ownerUsage(organizationId, 'owner' as CustomerId, pool.now)),
      farOffset: milliseconds(() =>
        answers.listSeats(pool, { page: Math.floor(seats / LIMIT), limit: LIMIT }),
      ),
    }
  })
  await directory.stop()
  platform.close()
  return { ...filled, opening, ...figures }
}

const few = await measure(FEW)
const many = await measure(MANY)
const line = (what: string, name: string, unit: string): void => {
  const [a, b] = [few[name] ?? 0, many[name] ?? 0]
  console.log(
    `${what.padEnd(44)} ${a.toFixed(2).padStart(9)} ${b.toFixed(2).padStart(9)} ${unit}  ${(b / a).toFixed(2)}x`,
  )
}
console.log(`${''.padEnd(44)} ${String(FEW).padStart(9)} ${String(MANY).padStart(9)} seats in one pool`)
line('writing the log', 'log', 's ')
line('building the read model', 'model', 's ')
line('opening the file to the first page answered', 'opening', 'ms')
line('a page of 100 at the start, by cursor', 'first', 'ms')
line('a page of 100 in the middle, by cursor', 'middle', 'ms')
line('the first page of the claimed seats', 'claimed', 'ms')
line("an owner's usage", 'usage', 'ms')
line('the last page by number (skips those before)', 'farOffset', 'ms')
