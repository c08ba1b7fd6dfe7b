import { createServer } from 'node:http'
import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, memoryDirectory } from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import { memoryPlatform } from '@seat-ledger/memory'
import { ORGANIZATION, openPools, TOKEN } from './setting.js'
import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
const platform = memoryPlatform(); const { feed, clock } = platform
const ledger = createSeatLedger(platform)
const api = createHttpApi({ ledger, platform, seats: startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' }), ...memoryDirectory({ clock, organizations: [ORGANIZATION], tokens: [TOKEN] }) })
await openPools(ledger)
const server = createServer(nodeListener(api)).listen(0, '127.0.0.1')
await new Promise(r => server.once('listening', r))
const port = (server.address() as any).port
const which = process.argv[2]
const N = Number(process.argv[3] ?? 4000)
import { fork } from 'node:child_process'
const { spawn } = await import('node:child_process')
const run = (n: number) => new Promise<void>((res) => {
  const args = ['-e', `require('autocannon')(${JSON.stringify({ url: `http://127.0.0.1:${port}${which === 'list' ? '/v1/customer-seats?subscription_id=sub_ten' : '/v1/customer-seats'}`, method: which === 'list' ? 'GET' : 'POST', amount: n, connections: 32, headers: { authorization: 'Bearer oat_bench', 'content-type': 'application/json' }, ...(which === 'list' ? {} : { body: JSON.stringify({ subscription_id: 'sub_large', email: 'person-[<id>]@example.com' }), idReplacement: true }) })}).then(r=>console.log(r.non2xx, r.errors, r.requests.total))`]
  spawn(process.execPath, args, { stdio: 'inherit', cwd: new URL('..', import.meta.url).pathname }).on('exit', () => res())
})
await run(4000)
const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.start')
const c0 = process.cpuUsage(); await run(N); const c = process.cpuUsage(c0)
console.log('cpu us per request', (c.user + c.system) / N, c.user / N, c.system / N)
const { profile } = await s.post('Profiler.stop') as any
const self = new Map<string, number>(); const dt = profile.timeDeltas; const byId = new Map(profile.nodes.map((n: any) => [n.id, n]))
let total = 0
profile.samples.forEach((id: number, i: number) => { const n: any = byId.get(id); const k = `${n.callFrame.functionName} ${n.callFrame.url.split('/').slice(-3).join('/')}:${n.callFrame.lineNumber}`; self.set(k, (self.get(k) ?? 0) + dt[i]); total += dt[i] })
for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log((v / N).toFixed(2), k)
process.exit(0)
