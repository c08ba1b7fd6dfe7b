import { createSeats, SeatError } from '@seat-ledger/core'
import { openEventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { ACTOR, input, POOL, say } from './run.js'

/**
 * One engine that wants many seats of one pool and says what became of each. While there are seats it asks for few at
 * once, so that there are many appends; when they are gone, for many, as refusals append nothing.
 */
const { connectionString, name, assigns } = input<{
  readonly connectionString: string
  readonly name: string
  readonly assigns: number
}>()
const [FEW, MANY] = [2, 64]

const db = openEventStoreDb({ connectionString, timeoutMs: 5_000 })
const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }), { attempts: 100 })

let next = 0
let workers: Promise<void>[] = []
const worker = async (): Promise<void> => {
  while (next < assigns) {
    const email = `${name}-${next++}@example.com`
    try {
      const { seat } = await seats.assign({ ...POOL, actor: ACTOR, email })
      say({ email, seatId: seat.id })
    } catch (error) {
      if (!(error instanceof SeatError)) throw error
      say({ email, failure: error.failure._tag })
      while (error.failure._tag === 'SeatNotAvailable' && workers.length < MANY) workers.push(worker())
    }
  }
}

workers = Array.from({ length: FEW }, worker)
for (let settled = 0; settled < workers.length; settled += 1) await workers[settled]
await seats.close()
await db.close()
