import type { Part, Trial } from '../harness/part.js'
import { expectSeats, type SeatLine } from '../model/naive.js'
import { emailOf, emailsOf, flat, workloadResult } from '../model/workload.js'

const POOL = 'pool-1'
const AT = '2026-03-03T09:30:00.000Z'
const EXPIRES_AT = '2026-03-04T09:30:00.000Z'

/** A pool that already has seats, and one more assignment. */
export const assignAt: Part = {
  name: 'assign-at',
  title: 'One assignment into a pool that has so many seats',
  operation: 'assignment',
  scale: 'seats before',
  unit: 'ns',
  sizes: [100, 1_000, 10_000, 100_000],
  baseline: 'engine',
  variants: [
    {
      name: 'raw',
      does: 'As in the first part.',
      trial: async (size) => assignTrial(size, batchAt(size), await rawWorld()),
    },
    {
      name: 'core',
      does: 'As in the first part.',
      trial: async (size) => assignTrial(size, batchAt(size), await coreWorld()),
    },
    {
      name: 'full raw',
      does: 'As in the first part.',
      trial: async (size) => assignTrial(size, batchAt(size), await fullRawWorld()),
    },
    {
      name: 'engine',
      does: 'As in the first part, its invitation token made.',
      trial: async (size) => assignTrial(size, batchAt(size), await engineWorld()),
    },
    {
      name: 'emmett',
      does: '`CommandHandler` on `getInMemoryEventStore`; its `evolve` writes over a state that is folded anew for each command, which is faster than the copies that its documentation makes. No token, no checked input.',
      trial: async (size) => assignTrial(size, size < 10_000 ? 10 : 1, await emmettWorld()),
    },
    {
      name: 'castore',
      does: '`Command` and `EventStore` on `InMemoryEventStorageAdapter`; its reducer writes over a state that is folded anew for each command. No token, no checked input.',
      trial: async (size) => assignTrial(size, size < 10_000 ? 10 : 1, await castoreWorld()),
    },
  ],
}

/** A pool under way, and how a person is added to it. */
interface World<Person> {
  readonly assign: (person: Person) => void | Promise<void>
  readonly lines: () => SeatLine[] | Promise<SeatLine[]>
}

interface Kind<Person> {
  /** What the assignment is given, made before the clock starts. */
  readonly person: (index: number) => Person
  readonly open: (emails: readonly string[]) => World<Person> | Promise<World<Person>>
}

/** Assignments of one sample: enough to outlast what the check before it left in the caches, too few to change the size much. */
const batchAt = (size: number): number => Math.max(10, Math.min(100, size / 10), size / 100)

/** A world serves until it has grown by a tenth: filling 100,000 seats for each sample would take minutes. */
const assignTrial = async <Person>(size: number, batch: number, kind: Kind<Person>): Promise<Trial> => {
  const emails = emailsOf(size)
  const expected = [...workloadResult(emails, 'assign')]
  let world: World<Person> | undefined
  let next = size
  return {
    kind: 'timed',
    prepare: async () => {
      if (world === undefined || next - size > size / 10) {
        world = await kind.open(emails)
        next = size
        expected.length = size
      }
      const { assign, lines } = world
      const people = Array.from({ length: batch }, (_, index) => kind.person(next + index))
      for (let index = next; index < next + batch; index++)
        expected.push({ email: emailOf(index), status: 'pending' })
      next += batch
      return {
        operations: batch,
        run: async () => {
          for (const person of people) await assign(person)
        },
        check: async () => expectSeats(await lines(), expected),
      }
    },
  }
}

const seatOf = (index: number) => ({ seatId: flat(`${POOL}.seat${index}`), email: emailOf(index) })

const rawWorld = async (): Promise<Kind<ReturnType<typeof seatOf>>> => {
  const { RawLedgers } = await import('../variants/raw.js')
  return {
    person: seatOf,
    open: (emails) => {
      const ledgers = new RawLedgers()
      ledgers.open(POOL, Number.MAX_SAFE_INTEGER)
      const assign = ({ seatId, email }: ReturnType<typeof seatOf>): void => {
        ledgers.handle({ type: 'Assign', pool: POOL, seatId, email, at: AT, expiresAt: EXPIRES_AT })
      }
      for (const index of emails.keys()) assign(seatOf(index))
      return { assign, lines: () => ledgers.lines(POOL) }
    },
  }
}

const fullRawWorld = async (): Promise<Kind<ReturnType<typeof seatOf>>> => {
  const { FullRawLedgers, plainSources } = await import('../variants/full-raw.js')
  return {
    person: seatOf,
    open: async (emails) => {
      const ledgers = new FullRawLedgers(plainSources)
      ledgers.open(POOL, Number.MAX_SAFE_INTEGER)
      const assign = async ({ seatId, email }: ReturnType<typeof seatOf>): Promise<void> => {
        await ledgers.assign(POOL, seatId, email)
      }
      for (const index of emails.keys()) await assign(seatOf(index))
      return { assign, lines: () => ledgers.lines(POOL) }
    },
  }
}

const coreWorld = async () => {
  const { assignCommand, CoreLedger, openPoolCommand, poolOf } = await import('../variants/core.js')
  const pool = poolOf(POOL)
  const person = (index: number) => assignCommand(pool, index, emailOf(index))
  return {
    person,
    open: (emails: readonly string[]) => {
      const core = new CoreLedger()
      core.handle(openPoolCommand(pool, 1_000_000))
      for (const index of emails.keys()) core.handle(person(index))
      return {
        assign: (command: ReturnType<typeof person>) => core.handle(command),
        lines: () => core.lines(),
      }
    },
  }
}

const engineWorld = async () => {
  const { assignInput, EngineWorld, orThrow } = await import('../variants/engine.js')
  const person = (index: number) => assignInput(POOL, emailOf(index))
  return {
    person,
    open: async (emails: readonly string[]) => {
      const world = new EngineWorld()
      await world.open(POOL, 1_000_000)
      await world.fill(POOL, emails)
      const assign = async (input: ReturnType<typeof person>): Promise<void> => {
        if (orThrow(await world.ledger.assign(input)()).invitationToken === null) throw new Error('no token')
      }
      return { assign, lines: () => world.lines(POOL) }
    },
  }
}

const emmettWorld = async (): Promise<Kind<ReturnType<typeof seatOf>>> => {
  const { EmmettPools } = await import('../variants/emmett.js')
  return {
    person: seatOf,
    open: async (emails) => {
      const pools = new EmmettPools(Number.MAX_SAFE_INTEGER)
      await pools.preload(POOL, [...emails.keys()].map(seatOf))
      return {
        assign: ({ seatId, email }) => pools.assign(POOL, seatId, email),
        lines: () => pools.lines(POOL),
      }
    },
  }
}

const castoreWorld = async (): Promise<Kind<ReturnType<typeof seatOf>>> => {
  const { CastorePools } = await import('../variants/castore.js')
  return {
    person: seatOf,
    open: (emails) => {
      const pools = new CastorePools(Number.MAX_SAFE_INTEGER, { [POOL]: [...emails.keys()].map(seatOf) })
      return {
        assign: ({ seatId, email }) => pools.assign(POOL, seatId, email),
        lines: () => pools.lines(POOL),
      }
    },
  }
}
