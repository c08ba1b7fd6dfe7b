import type { Part, Trial } from '../harness/part.js'
import { emailsOf, flat } from '../model/workload.js'

const SEATS = 1_000
const LIMIT = 50
/** Pages or claims of one sample. */
const BATCH = 100

/** A page of the seats of an owner of pools of 1,000 seats. */
export const listPage: Part = {
  name: 'list-page',
  title: `One page of ${LIMIT} of an owner's seats, any page`,
  operation: 'page',
  scale: 'seats in all pools',
  unit: 'ns',
  sizes: [1_000, 100_000, 1_000_000],
  baseline: 'engine',
  variants: [
    {
      name: 'raw',
      does: 'The limit: one array of all rows in order, the page cut out of it, an object for each row of it: how much slower memory makes it as there is more of it.',
      trial: async (size) => rawPageTrial(size),
    },
    {
      name: 'engine',
      does: '`listSeats` on the seat index, by owner, across all their pools. Each seat was assigned at a time of its own, so the list has the order of the log.',
      trial: async (size) => pageTrial(size, 'one by one'),
    },
    {
      name: 'engine, bulks',
      does: 'The same, but all seats of a pool were assigned in one millisecond: they are listed by id, and neighbours in the list lie far apart in memory.',
      trial: async (size) => pageTrial(size, 'in bulks'),
    },
  ],
}

/** A claim by its token, in pools of 1,000 seats. */
export const claimByToken: Part = {
  name: 'claim',
  title: 'One claim by token',
  operation: 'claim',
  scale: 'seats in all pools',
  unit: 'ns',
  sizes: [1_000, 100_000, 1_000_000],
  baseline: 'engine',
  variants: [
    {
      name: 'raw',
      does: 'The limit: pool and seat found in two Maps, the seat written over, one event object kept; no token.',
      trial: async (size) => rawClaimTrial(size),
    },
    {
      name: 'engine',
      does: 'The public surface on the memory store: the token verified, the claim decided and recorded.',
      trial: async (size) => claimTrial(size),
    },
  ],
}

/** A page far from the one before. */
const STRIDE = 7_919

const poolName = (index: number): string => flat(`pool-${index}`)

const pageTrial = async (size: number, assigned: 'one by one' | 'in bulks'): Promise<Trial> => {
  const { assignInput, EngineWorld, orThrow } = await import('../variants/engine.js')
  const { LEDGER_PREFIX, listSeats, readRecord, seatIndex, START } = await import('@seat-ledger/core')
  const { memoryPlatform } = await import('@seat-ledger/memory')
  const { AT, ORGANIZATION, OWNER } = await import('../variants/core.js')
  let now = Date.parse(AT)
  const clock = { now: () => now, sleep: async () => {} }
  const world = new EngineWorld(memoryPlatform({ clock }))
  const index = seatIndex.initial()
  for (let pool = 0; pool < size / SEATS; pool++) {
    await world.open(poolName(pool), SEATS)
    now += 1
    if (assigned === 'in bulks') await world.fill(poolName(pool), emailsOf(SEATS))
    else
      for (const email of emailsOf(SEATS)) {
        orThrow(await world.ledger.assign(assignInput(poolName(pool), email))())
        now += 1
      }
  }
  for await (const message of world.platform.feed.follow({
    after: START,
    prefix: LEDGER_PREFIX,
    signal: new AbortController().signal,
  })) {
    if (message._tag !== 'Event') break
    seatIndex.evolve(index, orThrow(readRecord(message.event)))
  }
  const query = {
    organizationId: ORGANIZATION,
    scope: { by: 'owner', customerId: OWNER },
    status: null,
    now: AT,
  } as const
  return pagesOf(size, (page) => {
    const { items, total } = orThrow(listSeats(index, query, { page: page + 1, limit: LIMIT }))
    return total === size ? items.length : 0
  })
}

const rawPageTrial = async (size: number): Promise<Trial> => {
  const pools = Array.from({ length: size / SEATS }, (_, pool) => ({ facts: { id: poolName(pool) } }))
  const rows = pools.flatMap((pool) =>
    emailsOf(SEATS).map((email) => ({ seat: { email, status: 'pending' }, pool })),
  )
  return pagesOf(size, (page) => {
    const cut = rows.slice(page * LIMIT, (page + 1) * LIMIT)
    return cut.map(({ seat, pool }) => ({ seat, pool: pool.facts })).length
  })
}

/** Pages far apart, one after another; `read` says how many items a page had. */
const pagesOf = (size: number, read: (page: number) => number): Trial => {
  const pages = Math.ceil(size / LIMIT)
  let next = 0
  return {
    kind: 'timed',
    prepare: () => {
      let items = 0
      return {
        operations: BATCH,
        run: () => {
          for (let count = 0; count < BATCH; count++) {
            next = (next + STRIDE) % pages
            items += read(next)
          }
        },
        check: () => {
          if (items !== BATCH * LIMIT) throw new Error(`${items} items`)
        },
      }
    },
  }
}

const rawClaimTrial = async (size: number): Promise<Trial> => {
  const { RawLedgers } = await import('../variants/raw.js')
  const at = '2026-03-03T09:30:00.000Z'
  const expiresAt = '2026-03-04T09:30:00.000Z'
  const pools = size / SEATS
  const seatId = (pool: number, seat: number): string => flat(`${poolName(pool)}.seat${seat}`)
  const open = () => {
    const ledgers = new RawLedgers()
    for (let pool = 0; pool < pools; pool++) {
      ledgers.open(poolName(pool), SEATS)
      for (const [seat, email] of emailsOf(SEATS).entries())
        ledgers.handle({
          type: 'Assign',
          pool: poolName(pool),
          seatId: seatId(pool, seat),
          email,
          at,
          expiresAt,
        })
    }
    return { ledgers, claimed: 0 }
  }
  let state = open()
  return {
    kind: 'timed',
    prepare: () => {
      if (state.claimed + BATCH > size) state = open()
      const { ledgers } = state
      const commands = Array.from({ length: BATCH }, () => {
        const place = state.claimed
        state.claimed += 1
        const pool = (place * STRIDE) % pools
        const seat = seatId(pool, Math.floor(place / pools))
        const command = { pool: poolName(pool), seatId: seat, invitation: 1, holder: 'customer-1', at }
        return { type: 'Claim', ...command } as const
      })
      let refused = 0
      return {
        operations: BATCH,
        run: () => {
          for (const command of commands) if (ledgers.handle(command) !== undefined) refused += 1
        },
        check: () => {
          if (refused !== 0) throw new Error(`${refused} refused`)
        },
      }
    },
  }
}

const claimTrial = async (size: number): Promise<Trial> => {
  const { claimInput, EngineWorld, orThrow } = await import('../variants/engine.js')
  const { invitationToken, parseLedgerStream } = await import('@seat-ledger/core')
  const { ORGANIZATION } = await import('../variants/core.js')
  if (parseLedgerStream('') !== undefined) throw new Error('a stream without a name')
  const open = async () => {
    const world = new EngineWorld()
    const seats: string[][] = []
    for (let pool = 0; pool < size / SEATS; pool++) {
      await world.open(poolName(pool), SEATS)
      seats.push((await world.fill(poolName(pool), emailsOf(SEATS))).map(({ id }) => id))
    }
    return { world, seats, claimed: 0 }
  }
  let state = await open()
  return {
    kind: 'timed',
    prepare: async () => {
      if (state.claimed + BATCH > size) state = await open()
      const { world, seats } = state
      const inputs = Array.from({ length: BATCH }, () => {
        // A place in every pool in turn, then the next place.
        const pools = seats.length
        const place = state.claimed
        state.claimed += 1
        const pool = (place * STRIDE) % pools
        const seatId = seats[pool]?.[Math.floor(place / pools)] ?? ''
        return claimInput(
          invitationToken(world.platform.invitationKeys, {
            organizationId: ORGANIZATION,
            seatId: seatId as never,
            number: 1,
          }),
          'customer-1',
        )
      })
      let claimed = 0
      return {
        operations: BATCH,
        run: async () => {
          for (const input of inputs)
            if (orThrow(await world.ledger.claim(input)()).seat.status === 'claimed') claimed += 1
        },
        check: () => {
          if (claimed !== BATCH) throw new Error(`${claimed} claimed`)
        },
      }
    },
  }
}
