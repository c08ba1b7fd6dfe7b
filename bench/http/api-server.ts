// The API on an engine in memory, as its own process; prints its address.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, memoryDirectory } from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import { memoryPlatform } from '@seat-ledger/memory'
import { ORGANIZATION, openPools, TOKEN } from './setting.js'

const platform = memoryPlatform()
const { feed, clock } = platform
const ledger = createSeatLedger(platform)
const api = createHttpApi({
  ledger,
  platform,
  seats: startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' }),
  ...memoryDirectory({ clock, organizations: [ORGANIZATION], tokens: [TOKEN] }),
})
await openPools(ledger)
const server = createServer(nodeListener(api)).listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port)
})
