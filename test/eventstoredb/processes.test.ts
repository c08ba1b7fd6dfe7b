import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeats } from '@seat-ledger/core'
import { spawnServer } from '@seat-ledger/esdb-server'
import { randomInvitationKeys } from '@seat-ledger/node'
import { describe, expect, it } from 'vitest'
import { type Child, POOL, poolOf, start } from './processes/run.js'
import { later, open, REAL, startServer } from './support.js'

interface Said {
  readonly assigned?: string
  readonly handled?: number
  readonly seatId?: string | null
}

const hearUntil = async (
  child: Child,
  isEnough: (said: readonly Said[]) => boolean,
): Promise<readonly Said[]> => {
  const said: Said[] = []
  for await (const value of child.lines) {
    said.push(value as Said)
    if (isEnough(said)) child.process.kill('SIGKILL')
  }
  return said
}

const assignedIn = (said: readonly Said[]) => said.flatMap(({ assigned }) => assigned ?? [])
const handledIn = (said: readonly Said[]) => said.flatMap(({ handled }) => handled ?? [])

describe('Processes', () => {
  it('F: a host killed under load has lost nothing that it acknowledged, and its successor handles the rest', async () => {
    const server = await startServer()
    const db = open(server)
    const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }))
    await seats.openPool(poolOf(5_000))
    const { connectionString } = server
    const first = start('./host.ts', { connectionString, name: 'first', assigns: 5_000 })
    const before = await hearUntil(
      first,
      (said) => assignedIn(said).length >= 300 && handledIn(said).length >= 250,
    )
    expect(await first.ended).toBe(null)
    const second = start('./host.ts', { connectionString, name: 'second', assigns: 20 })
    later(() => second.process.kill('SIGKILL'))
    const after = await hearUntil(second, () => false)
    expect(await second.ended).toBe(0)

    const { live } = await seats.pool(POOL)
    const acknowledged = [...assignedIn(before), ...assignedIn(after)]
    expect(live).toBeGreaterThanOrEqual(acknowledged.length)
    expect(live).toBeLessThanOrEqual(acknowledged.length + 1)
    for (const seatId of acknowledged) {
      const { seat } = await seats.seat({ organizationId: POOL.organizationId, seatId })
      expect(seat.status).toBe('pending')
    }
    // Revision 0 is the pool's opening: the first host handled it long before its first checkpoint.
    expect(new Set([...handledIn(before), ...handledIn(after)]).size).toBe(live + 1)
    expect(Math.min(...handledIn(after))).toBeGreaterThan(0)
  })

  it('F: a server killed under load keeps what was acknowledged, and its clients go on when it is back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seat-ledger-'))
    later(() => rm(folder, { recursive: true }))
    const data = join(folder, 'log.jsonl')
    const server = await spawnServer({ data })
    const db = open(server)
    const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }), { attempts: 100 })
    await seats.openPool(poolOf(100))
    const answers: string[] = []
    const work = async (worker: number): Promise<void> => {
      for (let round = 0; round < 10; round += 1) {
        const email = `${worker}-${round}@example.com`
        const { seat } = await seats.assign({ ...POOL, actor: { kind: 'system', id: 'test' }, email })
        answers.push(seat.id)
        if (answers.length === 20) {
          await server.kill()
          const revived = await spawnServer({ data, port: server.port })
          later(() => revived.kill())
        }
      }
    }
    await Promise.all([0, 1, 2, 3].map(work))
    expect(answers).toHaveLength(40)
    const fresh = createSeats(open(server).platform({ invitationKeys: randomInvitationKeys() }))
    expect((await fresh.pool(POOL)).live).toBe(40)
  })

  it.each(['unary', 'batch'] as const)(
    'R25, F45: a process that closes the adapter exits by itself, no timer left (%s)',
    async (appends) => {
      const { connectionString } = REAL ?? (await startServer())
      const child = start('./briefly.ts', { connectionString, appends })
      later(() => child.process.kill('SIGKILL'))
      const said: { readonly closed?: number; readonly timers?: number; readonly exit?: number }[] = []
      for await (const value of child.lines) said.push(value as (typeof said)[number])
      expect(await child.ended).toBe(0)
      const [closing, exiting] = said
      expect(closing?.timers).toBe(0)
      expect((exiting?.exit ?? Number.NaN) - (closing?.closed ?? 0)).toBeLessThan(1_000)
    },
  )
})
