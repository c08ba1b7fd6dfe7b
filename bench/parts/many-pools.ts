import type { Part, Trial } from '../harness/part.js'
import { expectSeats, type SeatLine } from '../model/naive.js'
import { emailOf, emailsOf, flat, workloadResult } from '../model/workload.js'

const SEATS = 10
const AT = '2026-03-03T09:30:00.000Z'
const EXPIRES_AT = '2026-03-04T09:30:00.000Z'

/** Many small pools, filled side by side: the first seat of each, then the second of each. */
export const manyPools: Part = {
  name: 'many-pools',
  title: `Many pools of ${SEATS} seats, assigned in turn`,
  operation: 'assignment',
  scale: 'pools',
  unit: 'ns',
  sizes: [1_000, 10_000],
  baseline: 'engine',
  variants: [
    { name: 'raw', does: 'As above.', trial: (pools) => poolsTrial(pools, rawPools) },
    { name: 'full raw', does: 'As above.', trial: (pools) => poolsTrial(pools, fullRawPools) },
    {
      name: 'engine',
      does: 'As above, its invitation tokens made. The pools are opened before the clock starts.',
      trial: (pools) => poolsTrial(pools, enginePools),
    },
    { name: 'emmett', does: 'As above.', trial: (pools) => poolsTrial(pools, emmettPools) },
    { name: 'castore', does: 'As above.', trial: (pools) => poolsTrial(pools, castorePools) },
  ],
}

interface Pools {
  /** Assigns every seat, pool by pool in turn. */
  readonly run: () => void | Promise<void>
  readonly lines: (pool: string) => readonly SeatLine[] | Promise<readonly SeatLine[]>
}

/** One command's data. */
interface Row {
  readonly pool: string
  readonly seatId: string
  readonly email: string
}

type Open = (names: readonly string[], rows: readonly Row[]) => Promise<Pools>

const poolsTrial = async (pools: number, open: Open): Promise<Trial> => {
  const names = Array.from({ length: pools }, (_, index) => flat(`pool-${index}`))
  const emails = emailsOf(SEATS)
  const expected = workloadResult(emails, 'assign')
  /** Made anew for each sample: text that arrives has not been hashed yet. */
  const rowsOf = (): Row[] =>
    emails.flatMap((_, seat) =>
      names.map((pool) => ({ pool: flat(pool), seatId: flat(`${pool}.seat${seat}`), email: emailOf(seat) })),
    )
  return {
    kind: 'timed',
    prepare: async () => {
      const rows = rowsOf()
      const { run, lines } = await open(names, rows)
      return {
        operations: rows.length,
        run,
        check: async () => {
          for (const name of names) expectSeats(await lines(name), expected)
        },
      }
    },
  }
}

const rawPools: Open = async (names, rows) => {
  const { RawLedgers } = await import('../variants/raw.js')
  const ledgers = new RawLedgers()
  for (const name of names) ledgers.open(name, SEATS)
  const commands = rows.map((row) => ({ type: 'Assign', ...row, at: AT, expiresAt: EXPIRES_AT }) as const)
  return {
    run: () => {
      for (const command of commands) ledgers.handle(command)
    },
    lines: (pool) => ledgers.lines(pool),
  }
}

const fullRawPools: Open = async (names, rows) => {
  const { FullRawLedgers, plainSources } = await import('../variants/full-raw.js')
  const ledgers = new FullRawLedgers(plainSources)
  for (const name of names) ledgers.open(name, SEATS)
  return {
    run: async () => {
      for (const { pool, seatId, email } of rows) await ledgers.assign(pool, seatId, email)
    },
    lines: (pool) => ledgers.lines(pool),
  }
}

const enginePools: Open = async (names, rows) => {
  const { assignInput, EngineWorld, orThrow } = await import('../variants/engine.js')
  const world = new EngineWorld()
  for (const name of names) await world.open(name, SEATS)
  const inputs = rows.map(({ pool, email }) => assignInput(pool, email))
  return {
    run: async () => {
      for (const input of inputs) {
        if (orThrow(await world.ledger.assign(input)()).invitationToken === null) throw new Error('no token')
      }
    },
    lines: (pool) => world.lines(pool),
  }
}

const emmettPools: Open = async (_, rows) => {
  const { EmmettPools } = await import('../variants/emmett.js')
  const pools = new EmmettPools(SEATS)
  return {
    run: async () => {
      for (const { pool, seatId, email } of rows) await pools.assign(pool, seatId, email)
    },
    lines: (pool) => pools.lines(pool),
  }
}

const castorePools: Open = async (_, rows) => {
  const { CastorePools } = await import('../variants/castore.js')
  const pools = new CastorePools(SEATS)
  return {
    run: async () => {
      for (const { pool, seatId, email } of rows) await pools.assign(pool, seatId, email)
    },
    lines: (pool) => pools.lines(pool),
  }
}
