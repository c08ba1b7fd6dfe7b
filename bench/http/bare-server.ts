// The limit: node:http that parses the same requests and answers the same bytes, and does nothing in between.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const answers = new Map<string, Buffer>()

const bodyOf = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
  })

/** `PUT` teaches the answer of a path: the bytes that the API gave. */
const server = createServer(async (request, response) => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const key = `${request.headers['x-as'] ?? request.method} ${path}`
  const body = request.method === 'GET' ? undefined : await bodyOf(request)
  if (request.method === 'PUT') {
    if (body !== undefined) answers.set(key, body)
    response.end()
    return
  }
  if (body !== undefined) JSON.parse(body.toString())
  const answer = answers.get(key)
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer?.length ?? 0 })
  response.end(answer)
}).listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port)
})
