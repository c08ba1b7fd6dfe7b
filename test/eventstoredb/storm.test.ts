import { createSeats, ledgerStream, OrganizationId, PoolId, readRecord } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import { describe, expect, it } from 'vitest'
import { POOL, poolOf, start } from './processes/run.js'
import { later, open, right, startServer, upTo } from './support.js'

const PROCESSES = 4
const SEATS = 500
const ASSIGNS = 5_000

interface Answer {
  readonly email: string
  readonly seatId?: string
  readonly failure?: string
}

describe('A storm, on the test server', () => {
  it(`F: ${PROCESSES} engines want ${ASSIGNS} seats of ${SEATS} while one append in twenty loses its connection: each seat once`, {
    timeout: 120_000,
  }, async () => {
    const server = await startServer()
    const drops = server.faults.sometimes(
      { oneIn: 20, seed: 4 },
      { on: 'append', at: 'before-commit', do: 'reset' },
      { on: 'append', at: 'after-commit', do: 'reset' },
    )
    const db = open(server)
    const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }))
    await seats.openPool(poolOf(SEATS))
    const answers = await Promise.all(
      upTo(PROCESSES).map(async (index) => {
        const child = start('./assigns.ts', {
          connectionString: server.connectionString,
          name: `p${index}`,
          assigns: ASSIGNS / PROCESSES,
        })
        later(() => child.process.kill('SIGKILL'))
        const said: Answer[] = []
        for await (const answer of child.lines) said.push(answer as Answer)
        expect(await child.ended).toBe(0)
        return said
      }),
    ).then((said) => said.flat())
    expect(answers).toHaveLength(ASSIGNS)

    const stored = await storedSeats(db)
    expect(stored).toHaveLength(SEATS)
    expect(new Set(stored.map(({ seatId }) => seatId)).size).toBe(SEATS)
    expect(new Set(stored.map(({ email }) => email)).size).toBe(SEATS)

    const acknowledged = answers.filter(({ seatId }) => seatId !== undefined)
    const byEmail = new Map(stored.map(({ email, seatId }) => [email, seatId]))
    expect(acknowledged.map(({ email }) => byEmail.get(email))).toEqual(
      acknowledged.map(({ seatId }) => seatId),
    )
    const unknown = new Set(
      answers.flatMap(({ email, failure }) => (failure === 'OutcomeUnknown' ? [email] : [])),
    )
    const unexplained = stored.filter(
      ({ email, seatId }) => !unknown.has(email) && !acknowledged.some((answer) => answer.seatId === seatId),
    )
    expect(unexplained).toEqual([])
    const failures = new Set(answers.flatMap(({ failure }) => failure ?? []))
    for (const tag of ['SeatNotAvailable', 'OutcomeUnknown', 'Conflict']) failures.delete(tag)
    expect([...failures]).toEqual([])
    const count = (tag: string) => answers.filter(({ failure }) => failure === tag).length
    expect(drops.fired).toBeGreaterThan(5)
    process.stdout.write(
      `storm: ${server.calls.count('append')} appends, ${drops.fired} dropped, ${acknowledged.length} acknowledged, ${count('OutcomeUnknown')} unknown, ${count('Conflict')} conflicts\n`,
    )
  })
})

const storedSeats = async ({ eventStore }: Pick<ReturnType<typeof open>, 'eventStore'>) => {
  const { organizationId, poolId } = POOL
  if (!OrganizationId.is(organizationId) || !PoolId.is(poolId)) throw new Error('not an id')
  const events = await right(
    eventStore.read(ledgerStream(organizationId, poolId), { from: 0, limit: 10_000 }),
  )
  return events.flatMap((recorded) => {
    const record = readRecord(recorded)
    if (record._tag === 'Left') throw new Error(`unreadable: ${record.left.problem}`)
    const { event } = record.right
    return event.type === 'Assigned' ? [{ email: String(event.email), seatId: String(event.seatId) }] : []
  })
}
