import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { run } from './child.js'
import { exampleSeed, folder } from './files.js'
import { ask, startServer } from './server.js'

const shell = promisify(execFile)
const files = folder()
afterAll(() => files.remove())

describe('serve --seed', () => {
  it('knows the tokens and opens the pools of the example in the issue, at the time of --now', async () => {
    const seed = files.write('seed.json', exampleSeed)
    const server = await startServer(['--seed', seed, '--now', '2026-03-03T00:00:00Z'])
    try {
      const body = { subscription_id: 'sub_1', email: 'ada@example.com' }
      const seats = '/v1/customer-seats'
      expect(await ask(server, 'oat_a', seats, { method: 'POST', body })).toMatchObject({
        status: 200,
        body: { created_at: '2026-03-03T00:00:00.000Z', customer_id: 'cus_owner' },
      })
      const list = `${seats}?subscription_id=sub_1`
      expect(await ask(server, 'pat_a', list)).toMatchObject({ status: 200, body: { total_seats: 5 } })
      expect((await ask(server, 'pat_a', seats, { method: 'POST', body })).status).toBe(403)
      const portal = '/v1/customer-portal/seats?subscription_id=sub_1'
      expect(await ask(server, 'cst_owner', portal)).toMatchObject({
        status: 200,
        body: { available_seats: 4 },
      })
      expect((await ask(server, 'oat_demo', list)).status).toBe(401)
      expect((await ask(server, server.organizationToken, list)).status).toBe(200)
      expect(server.stdout()).toContain('stands at 2026-03-03T00:00:00Z')
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })

  it('prints curl lines that open a pool first where the seed has none with room', async () => {
    const [pool] = exampleSeed.pools
    const seed = files.write('full.json', { ...exampleSeed, pools: [{ ...pool, capacity: 0 }] })
    const server = await startServer(['--seed', seed])
    try {
      const lines = server
        .stdout()
        .split('\n')
        .filter((line) => line.startsWith('curl '))
      const answers: unknown[] = []
      for (const line of lines) answers.push(JSON.parse((await shell('bash', ['-c', line])).stdout))
      expect(answers).toMatchObject([
        { status: 'open', capacity: 10 },
        { email: 'ada@example.com', status: 'pending' },
        { total_seats: 10, available_seats: 9 },
      ])
    } finally {
      await server.stop()
    }
  })

  it('reports every fault with its path, one a line, shows no value, and starts nothing', async () => {
    const seed = files.write('faults.json', {
      organizations: [
        { id: 'org a', name: 'Acme', slug: 'acme', claim_polcy: 'token', mask_email: 'yes' },
        { id: 'org_b', name: '', slug: 'Acme!' },
      ],
      tokens: [
        { token: 'secret one', kind: 'organization', organization_id: 'org_b', scopes: ['everything'] },
        { token: 'oat_secret', kind: 'admin' },
        { kind: 'personal', organization_ids: 'org_b', scopes: [] },
      ],
      pools: [{ organization_id: 'org_b', source: { kind: 'gift', id: 'x' }, capacity: -1, product: {} }],
    })
    const refused = await run([
      'serve',
      '--port',
      '0',
      '--seed',
      seed,
      '--store',
      'sqlite',
      '--data',
      files.path('none'),
    ])
    const lines = refused.stderr.split('\n').filter((line) => line !== '')
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(lines.map((line) => line.replace(`error: ${seed}: `, ''))).toEqual([
      'organizations.0.id must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -',
      'organizations.0.mask_email must be true or false',
      'organizations.0.claim_polcy is no known field; there are id, name, slug, claim_policy, mask_email, seats_enabled, mail_from',
      'organizations.1.name must be 1 to 200 characters on one line',
      'organizations.1.slug must be 1 to 64 characters of a-z, 0-9 and -, and begin and end with a letter or a digit',
      'tokens.0.token must be 1 to 255 characters that a bearer token may have: A-Z, a-z, 0-9 and ._~+/-',
      'tokens.0.scopes.0 must be one of customer_seats:read, customer_seats:write, seat_audit:read, webhooks:read, webhooks:write',
      'tokens.1.kind must be one of organization, personal, customer_session',
      'tokens.2.token is required',
      'tokens.2.user_id is required',
      'tokens.2.organization_ids must be a list',
      'pools.0.source.kind must be one of subscription, order',
      'pools.0.customer_id is required',
      'pools.0.product.id is required',
      'pools.0.product.name is required',
      'pools.0.capacity must be a whole number from 0 to 1000000',
    ])
    expect(refused.stderr).not.toContain('secret')
    await expect(ask({ address: 'http://127.0.0.1:0' }, 'x', '/')).rejects.toThrow()
    expect(() => files.write('none/x', '')).toThrow('ENOENT')
  })

  it('reports what its parts say of each other', async () => {
    const [organization] = exampleSeed.organizations
    const [token] = exampleSeed.tokens
    const [pool] = exampleSeed.pools
    const seed = files.write('crossed.json', {
      organizations: [organization, organization],
      tokens: [token, { ...token, organization_id: 'org_x' }],
      pools: [pool, pool, { ...pool, organization_id: 'org_y' }],
    })
    const refused = await run(['serve', '--port', '0', '--seed', seed])
    expect(refused.code).toBe(2)
    expect(refused.stderr.replaceAll(`error: ${seed}: `, '').trim().split('\n')).toEqual([
      'organizations.1.id is that of organizations.0 already',
      'organizations.1.slug is that of organizations.0 already',
      'tokens.1.token is that of tokens.0 already',
      'tokens.1.organization_id names an organization that is not in organizations',
      'pools.2.organization_id names an organization that is not in organizations',
      'pools.1.source is that of pools.0 already',
      'pools.1.id is that of pools.0 already',
    ])
  })

  it('says where a file stops being JSON, and nothing of what it holds', async () => {
    const seed = files.write('broken.json', '{\n  "tokens": [{ "token": oat_secret }]\n}')
    expect(await run(['serve', '--port', '0', '--seed', seed])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${seed} is not JSON (line 2, column 25).\n`,
    })
  })
})
