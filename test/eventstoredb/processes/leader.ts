import { openEventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { input, say } from './run.js'

/** Stands for a single-active reactor and says what it handles, until it is killed. */
const { connectionString, leaseMs } = input<{ readonly connectionString: string; readonly leaseMs: number }>()

const db = openEventStoreDb({ connectionString })
db.startSingleActive({
  platform: db.platform({ invitationKeys: randomInvitationKeys() }),
  leaseMs,
  reactor: {
    name: 'mail',
    retryAfterSeconds: [1],
    handle: async ({ revision }) => {
      say(revision)
      return { _tag: 'Done' }
    },
  },
})
