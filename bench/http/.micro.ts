import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, memoryDirectory } from '@seat-ledger/http'
import { memoryPlatform } from '@seat-ledger/memory'
import { ORGANIZATION, openPools, TOKEN } from './setting.js'
const platform = memoryPlatform(); const { feed, clock } = platform
const real = createSeatLedger(platform); await openPools(real)
let canned: any
const ledger = process.argv[2] === 'canned' ? { ...real, assign: (input: any) => async () => (canned ??= await real.assign(input)()) } : real
const api = createHttpApi({ ledger, platform, seats: startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' }), ...memoryDirectory({ clock, organizations: [ORGANIZATION], tokens: [TOKEN] }) })
class LightResponse { status: number; body: any; init: any; constructor(body: any, init: any) { this.body = body; this.init = init; this.status = init?.status ?? 200 } }
;(globalThis as any).Response = LightResponse
const enc = new TextEncoder()
const make = (i: number): any => { const body = enc.encode(JSON.stringify({ subscription_id: 'sub_large', email: `person-${i}@example.com` })); const h: any = { authorization: 'Bearer oat_bench', 'content-type': 'application/json', 'content-length': String(body.length) }
  return { method: 'POST', url: 'http://127.0.0.1:1234/v1/customer-seats', headers: { get: (n: string) => h[n] ?? null }, arrayBuffer: async () => body } }
const list = (): any => ({ method: 'GET', url: 'http://127.0.0.1:1234/v1/customer-seats?subscription_id=sub_ten', headers: { get: (n: string) => n === 'authorization' ? 'Bearer oat_bench' : null } })
const W = 8
const isList = process.argv[3] === 'list'
const go = async (n: number, off: number) => { for (let i = 0; i < n; i += W) { const r: any[] = await Promise.all(Array.from({ length: W }, (_, j) => api(isList ? list() : make(off + i + j), {}))); if (r[0].status !== 200) throw new Error(r[0].body); await new Promise((r) => setImmediate(r)) } }
await go(8000, 0)
const N = 24000
if (process.argv[4] === 'prof') {
  const { Session } = await import('node:inspector/promises'); const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 100 }); await s.post('Profiler.start')
  await go(N * 2, 1000000)
  const { profile } = await s.post('Profiler.stop') as any
  const self = new Map<string, number>(); let tot = 0
  const byId = new Map(profile.nodes.map((n: any) => [n.id, n]))
  profile.samples.forEach((id: number) => { const n: any = byId.get(id); if (['(idle)'].includes(n.callFrame.functionName)) return; tot += 1; const k = `${n.callFrame.functionName} ${n.callFrame.url.split('/').slice(-3).join('/')}:${n.callFrame.lineNumber}`; self.set(k, (self.get(k) ?? 0) + 1) })
  for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 40)) console.log((v / tot * 100).toFixed(1), k)
}
const c0 = process.cpuUsage(); await go(N, 100000); const c = process.cpuUsage(c0)
console.log(process.argv[2], ((c.user + c.system) / N).toFixed(1))
process.exit(0)
