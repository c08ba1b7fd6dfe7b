import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { run } from './child.js'
import { folder } from './files.js'
import { ask, type Server, startServer } from './server.js'

const files = folder()
afterAll(() => files.remove())

const list = async (server: Server) =>
  (await ask(server, server.organizationToken, '/v1/customer-seats?subscription_id=sub_demo')).body

describe('the upkeep of a ledger file', { timeout: 120_000 }, () => {
  it('backs up, checks and rebuilds while a server is using it; the copy serves what was there', async () => {
    const data = files.path('data')
    const flags = ['--store', 'sqlite', '--data', data]
    const server = await startServer(flags)
    const body = { subscription_id: 'sub_demo', email: 'ada@example.com' }
    await ask(server, server.organizationToken, '/v1/customer-seats', { method: 'POST', body })
    const before = await list(server)

    const copy = files.path('copy.db')
    const [backup, check] = await Promise.all([
      run(['backup', copy, '--data', data]),
      run(['check', '--data', data]),
    ])
    expect(backup).toMatchObject({ code: 0, stderr: '' })
    expect(check).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^all is well: \d+ events of \d+ ledgers\n$/),
    })
    expect(await run(['rebuild', '--data', data])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^rebuilt from \d+ events\n$/),
    })
    expect(await list(server)).toEqual(before)
    expect(await server.stop()).toBe(0)

    const restored = await startServer(['--store', `sqlite:${copy}`, '--data', data])
    expect((await list(restored)).seats).toEqual(before.seats)
    expect(await restored.stop()).toBe(0)

    const changed = readFileSync(copy)
    const at = changed.indexOf('ada@example.com')
    changed[at] = (changed[at] ?? 0) ^ 1
    writeFileSync(copy, changed)
    expect(await run(['check', '--store', `sqlite:${copy}`])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/\tseat_ledger-\S+\t/),
      stderr: expect.stringMatching(/^error: \d+ findings in \d+ events of \d+ ledgers\.\n$/),
    })
  })

  it('refuses what it cannot do, with one line', async () => {
    const there = files.write('there', 'precious')
    const refusals = await Promise.all([
      run(['backup', there, '--data', files.path('none')]),
      run(['check', '--data', files.path('none')]),
      run(['rebuild', '--store', 'memory']),
      run(['rebuild', '--store', `sqlite:${there}`]),
    ])
    expect(refusals.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, `error: ${there} is there already, and a backup never writes over anything.\n`],
      [1, expect.stringContaining('cannot open')],
      [2, 'error: --store must be sqlite[:FILE]: only files need upkeep.\n'],
      [1, `error: ${there} is not a seat ledger.\n`],
    ])
    expect([readFileSync(there, 'utf8'), existsSync(files.path('none'))]).toEqual(['precious', false])
  })
})
