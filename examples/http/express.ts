import { createServer, type Server } from 'node:http'
import { nodeListener } from '@seat-ledger/http/node'
import express from 'express'
import { sampleApi } from './sample-api.js'

/** The API beside an application's own routes. No body parser stands before it: the API reads bodies itself. */
export const inExpress = (): Server => {
  const app = express()
  const seats = nodeListener(sampleApi())
  app.get('/hello', (_request, response) => {
    response.json({ hello: 'from the application' })
  })
  app.use((request, response, next) => {
    if (!request.path.startsWith('/v1/') && request.path !== '/openapi.json' && request.path !== '/docs')
      return next()
    seats(request, response).catch(next)
  })
  return createServer(app)
}
