// A receiver in a process of its own: answers 204 to every POST and counts the ids of the messages. GET tells and forgets.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const ids = new Map<string, number>()

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const received = [...ids.values()].reduce((sum, count) => sum + count, 0)
    response.end(JSON.stringify({ received, messages: ids.size }))
    ids.clear()
    return
  }
  const id = `${request.headers['webhook-id']}`
  request.resume()
  request.on('end', () => {
    ids.set(id, (ids.get(id) ?? 0) + 1)
    response.writeHead(204).end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port)
})
