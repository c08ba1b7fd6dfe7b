import { createServer } from 'node:http'
import { Hono } from '/work/main/packages/adapters/http/node_modules/hono/dist/index.js'
import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, memoryDirectory } from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import { getRequestListener } from '/work/main/packages/adapters/http/node_modules/@hono/node-server/dist/index.mjs'
import { memoryPlatform } from '@seat-ledger/memory'
import { ORGANIZATION, openPools, TOKEN } from './setting.js'
import { spawn } from 'node:child_process'
import * as E from 'fp-ts/lib/Either.js'
const mode = process.argv[2]; const which = process.argv[4] ?? 'assign'; const N = Number(process.argv[3] ?? 12000)
const platform = memoryPlatform(); const { feed, clock } = platform
const real = createSeatLedger(platform)
await openPools(real)
let canned: any
const ledger = mode === 'canned' ? { ...real, assign: (input: any) => async () => (canned ??= await real.assign(input)()) } : real
const api = createHttpApi({ ledger, platform, seats: startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' }), ...memoryDirectory({ clock, organizations: [ORGANIZATION], tokens: [TOKEN] }) })
const sample = 'x'.repeat(568)
const hono = new Hono(); hono.post('/v1/customer-seats', async (c) => { const b = JSON.parse(new TextDecoder().decode(await c.req.raw.arrayBuffer())); return new Response(sample, { status: 200, headers: { 'content-type': 'application/json' } }) })
const bare = async (request: any, response: any) => { const chunks: Buffer[] = []; if (request.method !== 'GET') { await new Promise<void>((r) => request.on('data', (c: Buffer) => chunks.push(c)).on('end', () => r())); JSON.parse(Buffer.concat(chunks).toString()) } response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': sample.length }); response.end(sample) }
const listener = mode === 'bare' ? bare : mode === 'hono' ? getRequestListener(hono.fetch) : nodeListener(api)
const server = createServer(listener).listen(0, '127.0.0.1')
await new Promise(r => server.once('listening', r))
const port = (server.address() as any).port
const run = (n: number) => new Promise<void>((res) => {
  const args = ['-e', `require('autocannon')(${JSON.stringify({ url: `http://127.0.0.1:${port}${which === 'list' ? '/v1/customer-seats?subscription_id=sub_ten' : '/v1/customer-seats'}`, method: which === 'list' ? 'GET' : 'POST', amount: n, connections: 32, headers: { authorization: 'Bearer oat_bench', 'content-type': 'application/json' }, ...(which === 'list' ? {} : { body: JSON.stringify({ subscription_id: 'sub_large', email: 'person-[<id>]@example.com' }), idReplacement: true }) })}).then(r=>r.non2xx&&console.log(r.non2xx, r.errors, r.requests.total))`]
  spawn(process.execPath, args, { stdio: 'inherit', cwd: new URL('..', import.meta.url).pathname }).on('exit', () => res())
})
await run(6000)
const { Session } = await import('node:inspector/promises'); const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 100 }); await s.post('Profiler.start'); const c0 = process.cpuUsage(); await run(N); const c = process.cpuUsage(c0)
console.log(mode, 'cpu us/req', ((c.user + c.system) / N).toFixed(1), 'user', (c.user / N).toFixed(1))
const { profile } = await s.post('Profiler.stop') as any
const self = new Map<string, number>(); const files = new Map<string, number>(); const dt = profile.timeDeltas; const byId = new Map(profile.nodes.map((n: any) => [n.id, n]))
let tot = 0
profile.samples.forEach((id: number, i: number) => { const n: any = byId.get(id); if (['(idle)','writev','dispatch'].includes(n.callFrame.functionName)) return; tot += 1; const f = n.callFrame.url.split('/').slice(-3).join('/'); const k = `${n.callFrame.functionName} ${f}:${n.callFrame.lineNumber}:${n.callFrame.columnNumber}`; self.set(k, (self.get(k) ?? 0) + 1); files.set(f || k, (files.get(f || k) ?? 0) + 1) })
console.log('--- files %'); for (const [k, v] of [...files].sort((a, b) => b[1] - a[1]).slice(0, 32)) console.log((v / tot * 100).toFixed(1), k)
console.log('--- fns %'); for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log((v / tot * 100).toFixed(1), k)
process.exit(0)
