import { createSeats, type Reactor } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import { describe, expect, it, vi } from 'vitest'
import { poolOf, start } from './processes/run.js'
import { inTime, later, open, startProxy, startServer, upTo } from './support.js'

const actor = { kind: 'system', id: 'test' } as const
const LEASE_MS = 600

const scene = async () => {
  const server = await startServer()
  const db = open(server)
  const platform = db.platform({ invitationKeys: randomInvitationKeys() })
  const seats = createSeats(platform)
  await seats.openPool(poolOf(1_000))
  const assign = (email: string) => seats.assign({ organizationId: 'acme', poolId: 'team', actor, email })
  return { server, db, platform, assign }
}

describe('A reactor that is active in one process of many', () => {
  it('F: is handled by one at a time, in order, and by the next one when it is stopped, long before its lease would end', async () => {
    const { server, assign } = await scene()
    const handled: [number, number][] = []
    const candidate = (index: number) => {
      const db = open(server)
      const mail: Reactor = {
        name: 'mail',
        retryAfterSeconds: [1],
        handle: async ({ revision }) => {
          handled.push([index, revision])
          return { _tag: 'Done' }
        },
      }
      const platform = db.platform({ invitationKeys: randomInvitationKeys() })
      const single = db.startSingleActive({ reactor: mail, platform, leaseMs: 60_000 })
      later(() => single.stop())
      return single
    }
    const candidates = upTo(3).map(candidate)
    for (const index of upTo(5)) await assign(`a${index}@example.com`)
    await vi.waitUntil(() => handled.length === 6, { timeout: 5_000 })
    const first = handled[0]?.[0]
    expect(handled).toEqual(upTo(6).map((revision) => [first, revision]))
    expect(candidates.filter((each) => each.active() !== undefined)).toHaveLength(1)

    const active = candidates.find((each) => each.active() !== undefined)
    expect(await active?.stop()).toEqual({ _tag: 'Stopped' })
    for (const index of upTo(5)) await assign(`b${index}@example.com`)
    await vi.waitUntil(() => handled.length >= 11, { timeout: 5_000 })
    expect(handled.map(([, revision]) => revision)).toEqual(upTo(11))
    expect(new Set(handled.slice(6).map(([index]) => index)).size).toBe(1)
    expect(handled[6]?.[0]).not.toBe(first)
  })

  it('F: stops when it cannot renew its lease, before another one takes it', async () => {
    const { server, db, platform } = await scene()
    const proxy = await startProxy(server)
    const reactor: Reactor = { name: 'mail', retryAfterSeconds: [1], handle: async () => ({ _tag: 'Done' }) }
    const cutOff = open(proxy, { timeoutMs: 100 })
    const cutOffPlatform = cutOff.platform({ invitationKeys: randomInvitationKeys() })
    const first = cutOff.startSingleActive({ reactor, platform: cutOffPlatform, leaseMs: LEASE_MS })
    later(() => first.stop())
    await vi.waitUntil(() => first.active() !== undefined, { timeout: 5_000 })
    const second = db.startSingleActive({ reactor, platform, leaseMs: LEASE_MS })
    later(() => second.stop())
    const both: boolean[] = []
    const watch = setInterval(
      () => both.push(first.active() !== undefined && second.active() !== undefined),
      5,
    )
    later(() => clearInterval(watch))
    proxy.blackhole()
    await vi.waitUntil(() => second.active() !== undefined, { timeout: 5_000 })
    expect(first.active()).toBe(undefined)
    expect(both).not.toContain(true)
    await proxy.pass()
  })

  it('F: whose process is killed is taken over, behind its last checkpoint', async () => {
    const { server, db, platform, assign } = await scene()
    const child = start('./leader.ts', { connectionString: server.connectionString, leaseMs: LEASE_MS })
    later(() => child.process.kill('SIGKILL'))
    const there: number[] = []
    const listening = (async () => {
      for await (const said of child.lines) there.push(Number(said))
    })()
    for (const index of upTo(5)) await assign(`a${index}@example.com`)
    await vi.waitUntil(() => there.length === 6, { timeout: 10_000 })
    const here: number[] = []
    const reactor: Reactor = {
      name: 'mail',
      retryAfterSeconds: [1],
      handle: async ({ revision }) => {
        here.push(revision)
        return { _tag: 'Done' }
      },
    }
    const single = db.startSingleActive({ reactor, platform, leaseMs: LEASE_MS })
    later(() => single.stop())
    child.process.kill('SIGKILL')
    await listening
    for (const index of upTo(5)) await assign(`b${index}@example.com`)
    await inTime(
      vi.waitUntil(() => here.includes(10), { timeout: 10_000 }),
      'the successor',
      10_000,
    )
    expect(there).toEqual(upTo(6))
    expect(here.slice(-5)).toEqual([6, 7, 8, 9, 10])
  })
})
