import type { Part, Trial } from '../harness/part.js'
import { expectSeats } from '../model/naive.js'
import { commandsOn, emailOf, emailsOf, flat, indexOf, isRevoked, workloadResult } from '../model/workload.js'
import type { RawCommand } from '../variants/raw.js'

const POOL = 'pool-1'
const AT = '2026-03-03T09:30:00.000Z'
const EXPIRES_AT = '2026-03-04T09:30:00.000Z'

/** One pool from empty to its end: assign all, claim all, revoke half. */
export const onePool: Part = {
  name: 'one-pool',
  title: 'One pool: assign all, claim all, revoke half',
  operation: 'command',
  scale: 'seats',
  unit: 'ns',
  sizes: [100, 1_000, 10_000, 100_000],
  baseline: 'raw',
  variants: [
    {
      name: 'raw',
      does: 'The limit: a hand-written loop over Maps that are written over, cached state, one event object per command; no promise, no check, nothing frozen.',
      trial: async (size) => rawTrial(size),
    },
    {
      name: 'core',
      does: '`decide` and `evolve` of `@seat-ledger/core`, synchronous: `Either` results, frozen events, a state of which every version stays good.',
      trial: async (size) => coreTrial(size),
    },
    {
      name: 'full raw',
      does: 'The raw loop plus a promise per command, `randomUUID` per event, `new Date().toISOString()` per command, a random token of 32 bytes per assignment, and its SHA-256 kept and looked up by the claim.',
      trial: async (size) => fullRawTrial(size, 'plain'),
    },
    {
      name: 'full raw, tuned',
      does: 'Full raw with the time written out once per millisecond and the token taken from pooled random bytes.',
      trial: async (size) => fullRawTrial(size, 'tuned'),
    },
    {
      name: 'engine',
      does: 'The public surface of `@seat-ledger/core` on `@seat-ledger/memory`, one caller: checked input, normalised address, mailbox, group commit, derived (HMAC) token made and verified, UUIDv5 event ids, metadata, idempotency, revision, answer.',
      trial: async (size) => engineTrial(size, 1),
    },
    {
      name: 'engine, 64 callers',
      does: 'The same with 64 callers at once.',
      trial: async (size) => engineTrial(size, 64),
    },
  ],
}

const rawTrial = async (size: number): Promise<Trial> => {
  const { RawLedgers } = await import('../variants/raw.js')
  const expected = workloadResult(emailsOf(size))
  return {
    kind: 'timed',
    prepare: () => {
      const commands = rawCommands(size)
      const ledgers = new RawLedgers()
      ledgers.open(POOL, size)
      return {
        operations: commands.length,
        run: () => {
          let refused = 0
          for (const command of commands) if (ledgers.handle(command) !== undefined) refused += 1
          if (refused > 0) throw new Error(`${refused} refused`)
        },
        check: () => expectSeats(ledgers.lines(POOL), expected),
      }
    },
  }
}

/** Made anew for each sample: text that arrives has not been hashed yet, and is not the very string that is the key. */
const rawCommands = (size: number): RawCommand[] => {
  const seatId = (index: number): string => flat(`${POOL}.seat${index}`)
  const indexes = [...Array(size).keys()]
  return [
    ...indexes.map(
      (index): RawCommand => ({
        type: 'Assign',
        pool: POOL,
        seatId: seatId(index),
        email: emailOf(index),
        at: AT,
        expiresAt: EXPIRES_AT,
      }),
    ),
    ...indexes.map(
      (index): RawCommand => ({
        type: 'Claim',
        pool: POOL,
        seatId: seatId(index),
        invitation: 1,
        holder: flat(`customer-${index}`),
        at: AT,
      }),
    ),
    ...indexes
      .filter(isRevoked)
      .map((index): RawCommand => ({ type: 'Revoke', pool: POOL, seatId: seatId(index), at: AT })),
  ]
}

const coreTrial = async (size: number): Promise<Trial> => {
  const { CoreLedger, coreCommands } = await import('../variants/core.js')
  const expected = workloadResult(emailsOf(size))
  return {
    kind: 'timed',
    prepare: () => {
      const { open, assign, claim, revoke } = coreCommands(POOL, emailsOf(size))
      const commands = [...assign, ...claim, ...revoke]
      const pool = new CoreLedger()
      pool.handle(open)
      return {
        operations: commands.length,
        run: () => {
          for (const command of commands) pool.handle(command)
        },
        check: () => expectSeats(pool.lines(), expected),
      }
    },
  }
}

const fullRawTrial = async (size: number, how: 'plain' | 'tuned'): Promise<Trial> => {
  const { FullRawLedgers, plainSources, tunedSources } = await import('../variants/full-raw.js')
  const expected = workloadResult(emailsOf(size))
  return {
    kind: 'timed',
    prepare: () => {
      const seatIdsOf = (): readonly string[] => expected.map((_, index) => flat(`${POOL}.seat${index}`))
      const [emails, assigned, revoked] = [emailsOf(size), seatIdsOf(), seatIdsOf()]
      const customers = emails.map((_, index) => flat(`customer-${index}`))
      const ledgers = new FullRawLedgers(how === 'plain' ? plainSources : tunedSources())
      ledgers.open(POOL, size)
      return {
        operations: commandsOn(size),
        run: async () => {
          const tokens: string[] = []
          for (const [index, email] of emails.entries())
            tokens.push(await ledgers.assign(POOL, assigned[index] ?? '', email))
          for (const [index, customer] of customers.entries())
            await ledgers.claim(POOL, tokens[index] ?? '', customer)
          for (const [index, seatId] of revoked.entries())
            if (isRevoked(index)) await ledgers.revoke(POOL, seatId)
        },
        check: () => expectSeats(ledgers.lines(POOL), expected),
      }
    },
  }
}

const engineTrial = async (size: number, callers: number): Promise<Trial> => {
  const { EngineWorld } = await import('../variants/engine.js')
  const { peopleOf, runWorkload } = await import('../variants/engine-workload.js')
  const expected = workloadResult(emailsOf(size))
  return {
    kind: 'timed',
    prepare: async () => {
      const people = peopleOf(POOL, size)
      const world = new EngineWorld()
      await world.open(POOL, size)
      return {
        operations: commandsOn(size),
        run: () => runWorkload(world, people, callers),
        check: async () => {
          const lines = await world.lines(POOL)
          expectSeats(callers === 1 ? lines : inOrder(lines), expected)
        },
      }
    },
  }
}

/** Many callers assign in an order of their own. */
const inOrder = <Line extends { readonly email: string }>(lines: readonly Line[]): Line[] =>
  [...lines].sort((a, b) => indexOf(a.email) - indexOf(b.email))
