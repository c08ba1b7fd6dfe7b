import { createServer, type Server } from 'node:http'
import { nodeListener } from '@seat-ledger/http/node'
import { sampleApi } from './sample-api.js'

/** The API in plain Node. Behind a proxy, `addressOf` reads the header that this proxy sets. */
export const plainNode = (): Server =>
  createServer(nodeListener(sampleApi(), { addressOf: ({ socket }) => socket.remoteAddress }))
