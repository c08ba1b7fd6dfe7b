import { once } from 'node:events'
import { request } from 'node:http'
import { type ProjectionStatus, START } from '@seat-ledger/core'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { addressOf, listen } from '../src/serve/http-server.js'
import { operations } from '../src/serve/operations.js'
import { readinessOf } from '../src/serve/readiness.js'

const here = { host: '127.0.0.1', port: 0 }
const failure = { _tag: 'StoreUnavailable', detail: 'gone', cause: undefined } as const

describe('stopping', () => {
  it('cuts off what takes too long, and says so', async () => {
    const server = await listen(() => {}, here)
    const stuck = request(addressOf(here.host, server.port))
    const cut = once(stuck, 'error')
    stuck.end()
    while (server.inFlight() === 0) await new Promise(setImmediate)
    expect(await server.stop(20)).toBe(false)
    expect(await cut).toMatchObject([{ code: 'ECONNRESET' }])
    while (server.inFlight() > 0) await new Promise(setImmediate)
  })

  it('does not wait for connections that are only kept open', async () => {
    const server = await listen((_incoming, outgoing) => outgoing.end('done'), here)
    expect(await (await fetch(addressOf(here.host, server.port))).text()).toBe('done')
    expect(await server.stop(60_000)).toBe(true)
  })
})

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['0.0.0.0', 'http://127.0.0.1:80'],
    ['::', 'http://[::1]:80'],
    ['seats.example.com', 'http://seats.example.com:80'],
  ])('of %s can be typed: %s', (host, address) => {
    expect(addressOf(host, 80)).toBe(address)
  })
})

const READINESS: readonly {
  readonly status: ProjectionStatus
  readonly stopping?: true
  readonly code: number
  readonly reason: string
}[] = [
  { status: { _tag: 'Live' }, code: 200, reason: 'ready' },
  { status: { _tag: 'CatchingUp' }, code: 503, reason: 'reading the log' },
  { status: { _tag: 'Interrupted', failure }, code: 503, reason: 'the store cannot be followed' },
  { status: { _tag: 'Stopped' }, code: 503, reason: 'stopping' },
  {
    status: { _tag: 'Failed', failure: { _tag: 'ProjectionBroken', position: START, cause: undefined } },
    code: 503,
    reason: 'an event cannot be read; see the log of this server',
  },
  { status: { _tag: 'Live' }, stopping: true, code: 503, reason: 'stopping' },
]

describe('/readyz', () => {
  it.each(READINESS)(
    'answers $code, $reason, for $status._tag',
    async ({ status, stopping, code, reason }) => {
      const readiness = () => readinessOf(status, stopping === true)
      const pages = operations({ readiness, registry: new Registry() })
      const server = await listen((incoming, outgoing) => void pages(incoming)?.(outgoing), here)
      const answer = await fetch(`${addressOf(here.host, server.port)}/readyz?verbose=1`)
      expect([answer.status, await answer.json()]).toEqual([code, { status: reason }])
      await server.stop(0)
    },
  )
})
