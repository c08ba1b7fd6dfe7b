import { EsdbTestServer } from '@seat-ledger/esdb-server'
import {
  checkpointsContract,
  eventStoreContract,
  feedContract,
  snapshotsContract,
} from '@seat-ledger/testing/contracts'
import { afterAll } from 'vitest'
import { eventStoreDbFromEnvironment, openEventStoreDb } from '../src/index.js'

const real = eventStoreDbFromEnvironment(process.env)
const server = real === undefined ? await EsdbTestServer.start() : undefined
const open = (appends: 'unary' | 'batch') =>
  openEventStoreDb({ ...(real ?? { connectionString: server?.connectionString ?? '' }), appends })

/** A real server is shared with others, farther away, and syncs to its disk. */
const timeout = real === undefined ? 30_000 : 150_000

for (const appends of ['unary', 'batch'] as const) {
  const db = open(appends)
  afterAll(() => db.close())
  eventStoreContract(`EventStoreDB with ${appends} appends`, () => db, { timeout })
  if (appends === 'batch') continue
  feedContract('EventStoreDB', () => db, { timeout })
  checkpointsContract('EventStoreDB', () => db, { timeout })
  snapshotsContract('EventStoreDB', () => db, { timeout })
}

afterAll(() => server?.stop())
