import { createSeats, type Position, startReactor } from '@seat-ledger/core'
import { openEventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { ACTOR, input, POOL, say } from './run.js'

/** A host: an engine under load, and a reactor that says what it handles. Ends when it has handled all that it assigned. */
const { connectionString, name, assigns } = input<{
  readonly connectionString: string
  readonly name: string
  readonly assigns: number
}>()

const db = openEventStoreDb({ connectionString })
const platform = db.platform({ invitationKeys: randomInvitationKeys() })
const seats = createSeats(platform)
const reactor = startReactor({
  platform,
  reactor: {
    name: 'mail',
    retryAfterSeconds: [1],
    handle: async ({ event, revision }) => {
      say({ handled: revision, seatId: 'seatId' in event ? event.seatId : null })
      return { _tag: 'Done' }
    },
  },
})

let last: Position = (await seats.pool(POOL)).position
for (let round = 0; round < assigns; round += 1) {
  const { seat, position } = await seats.assign({
    ...POOL,
    actor: ACTOR,
    email: `${name}-${round}@example.com`,
  })
  say({ assigned: seat.id })
  last = position
}
await reactor.settled(last)
await reactor.stop()
await seats.close()
await db.close()
