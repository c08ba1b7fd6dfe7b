import { createServer } from 'node:http'
import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, memoryDirectory } from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import { memoryPlatform } from '@seat-ledger/memory'
import { ORGANIZATION, openPools, TOKEN } from './setting.js'
import { spawn } from 'node:child_process'
const mode = process.argv[2]; const which = process.argv[4] ?? 'assign'; const N = Number(process.argv[3] ?? 12000)
const platform = memoryPlatform(); const { feed, clock } = platform
const real = createSeatLedger(platform)
await openPools(real)
let canned: any
const ledger = mode === 'canned' ? { ...real, assign: (input: any) => async () => (canned ??= await real.assign(input)()) } : real
const seats = startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' })
await seats.ready
if (mode === 'noproj') await seats.stop()
const api = createHttpApi({ ledger, platform, seats, ...memoryDirectory({ clock, organizations: [ORGANIZATION], tokens: [TOKEN] }) })
const sample = 'x'.repeat(568)
const bare = async (request: any, response: any) => { const chunks: Buffer[] = []; if (request.method !== 'GET') { await new Promise<void>((r) => request.on('data', (c: Buffer) => chunks.push(c)).on('end', () => r())); JSON.parse(Buffer.concat(chunks).toString()) } response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': sample.length }); response.end(sample) }
const listener = mode === 'bare' ? bare : nodeListener(api)
const server = createServer(listener).listen(0, '127.0.0.1')
await new Promise(r => server.once('listening', r))
const port = (server.address() as any).port
const run = (n: number) => new Promise<void>((res) => {
  const args = ['-e', `require('autocannon')(${JSON.stringify({ url: `http://127.0.0.1:${port}${which === 'list' ? '/v1/customer-seats?subscription_id=sub_ten' : '/v1/customer-seats'}`, method: which === 'list' ? 'GET' : 'POST', amount: n, connections: 64, headers: { authorization: 'Bearer oat_bench', 'content-type': 'application/json' }, ...(which === 'list' ? {} : { body: JSON.stringify({ subscription_id: 'sub_large', email: 'person-[<id>]@example.com' }), idReplacement: true }) })}).then(r=>r.non2xx&&console.log(r.non2xx, r.errors, r.requests.total))`]
  spawn(process.execPath, args, { stdio: 'inherit', cwd: new URL('..', import.meta.url).pathname }).on('exit', () => res())
})
await run(8000)
const c0 = process.cpuUsage(); await run(N); const c = process.cpuUsage(c0)
console.log(mode, which, 'cpu us/req', ((c.user + c.system) / N).toFixed(1), 'user', (c.user / N).toFixed(1))
process.exit(0)
