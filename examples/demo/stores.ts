import { randomUUID } from 'node:crypto'
import type { Clock, Platform } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { randomInvitationKeys } from '@seat-ledger/node'

/** Where the story is told. */
interface Scene {
  readonly platform: Platform
  readonly poolId: string
  readonly close: () => Promise<void>
}

/** Opens the store of that name; each loads its own packages only. */
export const openStore = async (name: string, clock: Clock): Promise<Scene> => {
  if (name === 'eventstoredb') return openEventStoreDbScene(clock)
  if (name !== 'memory') throw new Error('--store is memory or eventstoredb')
  return { platform: memoryPlatform({ clock }), poolId: 'sub_northwind', close: async () => {} }
}

/** The server that ESDB_CONNECTION_STRING names, or the test server in this process. */
const openEventStoreDbScene = async (clock: Clock): Promise<Scene> => {
  const { eventStoreDbFromEnvironment, openEventStoreDb } = await import('@seat-ledger/eventstoredb')
  const named = eventStoreDbFromEnvironment(process.env)
  const server = named === undefined ? await startTestServer() : undefined
  const db = openEventStoreDb(named ?? { connectionString: server?.connectionString ?? '' })
  return {
    platform: db.platform({ clock, invitationKeys: randomInvitationKeys() }),
    // Another one each time: a server remembers the last demo.
    poolId: `sub_northwind_${randomUUID().slice(0, 8)}`,
    close: async () => {
      await db.close()
      await server?.stop()
    },
  }
}

const startTestServer = async () => {
  const { EsdbTestServer } = await import('@seat-ledger/esdb-server')
  return EsdbTestServer.start()
}
