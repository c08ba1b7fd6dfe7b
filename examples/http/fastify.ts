import type { Server } from 'node:http'
import { nodeListener } from '@seat-ledger/http/node'
import Fastify from 'fastify'
import { sampleApi } from './sample-api.js'

const PATHS = ['/v1/*', '/openapi.json', '/docs']

/** The API beside an application's own routes. `hijack` leaves the answer to the API, which reads the body itself too. */
export const inFastify = async (): Promise<Server> => {
  const app = Fastify()
  const seats = nodeListener(sampleApi())
  app.get('/hello', async () => ({ hello: 'from the application' }))
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    for (const url of PATHS) {
      scope.all(url, (request, reply) => {
        reply.hijack()
        return seats(request.raw, reply.raw)
      })
    }
    done()
  })
  await app.ready()
  return app.server
}
