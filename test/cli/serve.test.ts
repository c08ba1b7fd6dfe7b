import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './child.js'
import { ask, logLines, type Server, startServer } from './server.js'

const shell = promisify(execFile)

/** The lines of the greeting that are to be pasted. */
const pasted = (greeting: string): readonly string[] =>
  greeting.split('\n').filter((line) => line.startsWith('curl '))

const metric = async (server: Server, name: string): Promise<number | undefined> => {
  const text = await (await fetch(`${server.address}/metrics`)).text()
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length))
}

describe('a server that was started with nothing', () => {
  let server: Server
  const answers: Record<string, unknown>[] = []

  beforeAll(async () => {
    server = await startServer()
    for (const line of pasted(server.stdout()))
      answers.push(JSON.parse((await shell('bash', ['-c', line])).stdout))
  }, 30_000)
  afterAll(() => server.child.kill('SIGKILL'))

  it('prints three curl lines that work when pasted: a seat is assigned, listed, and seen by the owner', () => {
    expect(answers).toHaveLength(3)
    expect(answers[0]).toMatchObject({ email: 'ada@example.com', status: 'pending' })
    for (const list of answers.slice(1)) {
      expect(list).toMatchObject({ available_seats: 9, total_seats: 10 })
      expect(list).toMatchObject({ seats: [{ id: answers[0]?.id, status: 'pending' }] })
    }
  })

  it('says its address on stdout for people and in one JSON line on stderr for programs', () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
    expect(logLines(server.stderr())[0]).toMatchObject({ msg: 'listening', address: server.address })
    expect(server.stdout()).not.toContain('\u001b')
  })

  it('is healthy and ready, for GET and HEAD and for nobody else', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await fetch(`${server.address}${path}`)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
      expect(await answer.json()).toEqual({ status: path === '/healthz' ? 'ok' : 'ready' })
      expect((await fetch(`${server.address}${path}`, { method: 'HEAD' })).status).toBe(200)
      const post = await fetch(`${server.address}${path}`, { method: 'POST' })
      expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  it('counts commands by result, requests by status, and shows lag and cache', async () => {
    const again = await ask(server, server.organizationToken, '/v1/customer-seats', {
      method: 'POST',
      body: { subscription_id: 'sub_demo', email: 'ADA@example.com' },
    })
    expect(again).toMatchObject({ status: 400, body: { error: 'SeatAlreadyAssigned' } })
    const figures: Readonly<Record<string, number>> = {
      'seat_ledger_commands_total{command="assign",result="ok"}': 1,
      'seat_ledger_commands_total{command="assign",result="SeatAlreadyAssigned"}': 1,
      'seat_ledger_command_duration_seconds_count{command="assign"}': 2,
      'seat_ledger_http_requests_total{operation="assignSeat",status="400"}': 1,
      seat_ledger_conflicts_total: 0,
      seat_ledger_projection_lag_seconds: 0,
      seat_ledger_projection_lag_positions: 0,
      seat_ledger_projection_live: 1,
      seat_ledger_cached_pools: 1,
      seat_ledger_cached_weight: 2,
      seat_ledger_http_requests_in_flight: 1,
    }
    for (const [name, value] of Object.entries(figures))
      expect([name, await metric(server, name)]).toEqual([name, value])
  })

  it('writes no token into its log, whatever is asked for', async () => {
    const invitation = String(answers[0]?.invitation_token)
    await ask(server, server.customerSession, `/v1/customer-seats/claim/${invitation}`)
    await ask(server, server.organizationToken, `/v1/customer-seats/claim/${invitation}`, { method: 'POST' })
    await ask(server, server.customerSession, `/v1/customer-portal/seats?token=${server.customerSession}`)
    await server.until(({ stderr }) => stderr.includes('/v1/customer-portal/seats'))
    expect(server.stderr()).toContain('/v1/customer-seats/claim/[redacted]')
    for (const secret of [invitation, server.organizationToken, server.customerSession]) {
      expect(secret.length).toBeGreaterThan(40)
      expect(server.stderr()).not.toContain(secret)
    }
  })

  it('refuses a second server on its port in one line', async () => {
    const port = new URL(server.address).port
    const second = await run(['serve', '--port', port, '--store', 'memory'])
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: Port ${port} of 127.0.0.1 is taken. Choose another with --port, or --port 0 for any free one.\n`,
    })
  })

  it('finishes a request that it took before SIGTERM, takes no other, and ends with 0', async () => {
    const body = JSON.stringify({ subscription_id: 'sub_demo', email: 'grace@example.com' })
    const headers = {
      authorization: `Bearer ${server.organizationToken}`,
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    }
    // Kept open for ever by the client: the server must not wait for it.
    const agent = new Agent({ keepAlive: true })
    const late = request(`${server.address}/v1/customer-seats`, { method: 'POST', headers, agent })
    late.flushHeaders()
    await once(late, 'continue')

    server.child.kill('SIGTERM')
    await server.until(({ stderr }) => stderr.includes('"msg":"stopping'))
    await expect(fetch(`${server.address}/healthz`)).rejects.toThrow()
    expect(server.child.exitCode).toBeNull()

    late.end(body)
    const [answer] = await once(late, 'response')
    expect(answer.statusCode).toBe(200)
    answer.resume()
    expect((await server.ended).code).toBe(0)
    expect(server.stderr()).not.toContain('cut off')
    expect(logLines(server.stderr()).at(-1)?.msg).toBe('stopped')
    agent.destroy()
  })
})

describe('a server that is told twice', () => {
  it('gives up what it was finishing at the second signal', async () => {
    const server = await startServer(['--greeting', 'short'])
    expect(server.stdout()).not.toMatch(/oat_|cst_|curl/)
    const stuck = request(`${server.address}/v1/customer-seats`, {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-length': 10, expect: '100-continue' },
    })
    stuck.on('error', () => {})
    stuck.flushHeaders()
    await once(stuck, 'continue')
    server.child.kill('SIGINT')
    await server.until(({ stderr }) => stderr.includes('"msg":"stopping'))
    server.child.kill('SIGINT')
    expect((await server.ended).code).toBe(1)
  })
})
