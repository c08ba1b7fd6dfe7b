import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { openPools, ORGANIZATION } from './setting.js'
const W = Number(process.argv[3]); const platform = memoryPlatform(); const { feed, clock } = platform
const ledger = createSeatLedger(platform); await openPools(ledger)
if (process.argv[2] === 'proj') startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' })
const go = async (n: number, off: number) => { for (let i = 0; i < n; i += W) { await Promise.all(Array.from({ length: W }, (_, j) => ledger.assign({ organizationId: ORGANIZATION.id, poolId: 'sub_large', email: `p${off + i + j}@example.com`, metadata: null, member: null, immediateClaim: null, actor: { kind: 'organization', id: 'org_bench' }, correlationId: crypto.randomUUID() } as any)())); await new Promise((r) => setImmediate(r)) } }
await go(6000, 0)
const c0 = process.cpuUsage(); await go(12000, 100000); const c = process.cpuUsage(c0)
console.log(process.argv[2], ((c.user + c.system) / 12000).toFixed(1))
process.exit(0)
