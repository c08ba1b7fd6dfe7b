import type { Server } from 'node:http'
import { describe, expect, test } from 'vitest'
import { inExpress } from '../../examples/http/express.js'
import { inFastify } from '../../examples/http/fastify.js'
import { plainNode } from '../../examples/http/node.js'
import { urlOf } from './support/world.js'

/*
 * The examples, as a reader would start them.
 */

const POOL = {
  source: { kind: 'subscription', id: 'sub_1' },
  customer_id: 'cus_owner',
  product: { id: 'prod_1', name: 'Team Pro' },
  capacity: 2,
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return urlOf(server)
}

const send = async (url: string, method: string, body?: unknown) => {
  const response = await fetch(url, {
    method,
    headers: { authorization: 'Bearer oat_sample', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

describe.each([
  ['plain Node', async () => plainNode(), false],
  ['Express', async () => inExpress(), true],
  ['Fastify', inFastify, true],
])('in %s', (_, start, hasOwnRoutes) => {
  test('the API answers, bodies and errors included', async () => {
    const server = await start()
    try {
      const url = await listening(server)
      expect((await send(`${url}/v1/seat-pools/sub_1`, 'PUT', POOL)).status).toBe(201)
      const seat = { subscription_id: 'sub_1', email: 'ada@example.com' }
      expect((await send(`${url}/v1/customer-seats`, 'POST', seat)).body.status).toBe('pending')
      expect((await send(`${url}/v1/customer-seats`, 'POST', seat)).body.error).toBe('SeatAlreadyAssigned')
      expect((await send(`${url}/v1/customer-seats?subscription_id=sub_1`, 'GET')).body.seats).toHaveLength(1)
      expect((await send(`${url}/v1/customer-seats`, 'DELETE')).status).toBe(405)
      expect((await send(`${url}/v1/nowhere`, 'GET')).body.error).toBe('ResourceNotFound')
      expect((await send(`${url}/v1/customer-seats`, 'POST', 'x'.repeat(70_000))).status).toBe(413)
      expect((await send(`${url}/openapi.json`, 'GET')).body.openapi).toBe('3.1.0')
      if (hasOwnRoutes) {
        expect(await send(`${url}/hello`, 'GET')).toEqual({
          status: 200,
          body: { hello: 'from the application' },
        })
      }
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
