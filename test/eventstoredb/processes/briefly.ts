import { createSeats } from '@seat-ledger/core'
import { openEventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { input, poolOf, say } from './run.js'

/** Uses everything of the adapter once and closes it. Nothing else ends this process. */
const { connectionString, appends } = input<{
  readonly connectionString: string
  readonly appends: 'unary' | 'batch'
}>()

const db = openEventStoreDb({ connectionString, appends })
const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }))
const { position } = await seats.openPool({
  ...poolOf(5),
  poolId: `brief-${appends}-${process.pid}-${Date.now()}`,
})
await db.checkpoints.save('brief', position)
const stop = new AbortController()
for await (const message of db.feed.follow({ after: -1n, prefix: 'seat_ledger-', signal: stop.signal })) {
  if (message._tag === 'CaughtUp') stop.abort()
}
await seats.close()
await db.close()
say({
  closed: performance.now(),
  timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
})
process.on('exit', () => say({ exit: performance.now() }))
