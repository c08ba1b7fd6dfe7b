import { readFileSync, statSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { EsdbTestServer } from '../esdb-server/src/index.js'
import { folder } from './files.js'
import { ask, startServer } from './server.js'

const files = folder()
afterAll(() => files.remove())

describe('serve --store sqlite', () => {
  it('still has after kill -9 what it answered before, and the invitations are good', async () => {
    const flags = ['--store', 'sqlite', '--data', files.path('data')]
    const first = await startServer(flags)
    expect(first.stdout()).toContain('made just now and kept in')
    const body = { subscription_id: 'sub_demo', email: 'ada@example.com' }
    const assigned = await ask(first, first.organizationToken, '/v1/customer-seats', { method: 'POST', body })
    expect(assigned.status).toBe(200)
    first.child.kill('SIGKILL')
    await first.ended

    const second = await startServer(flags)
    try {
      const invitation = await ask(second, '', `/v1/customer-seats/claim/${assigned.body.invitation_token}`)
      expect(invitation).toMatchObject({ status: 200, body: { can_claim: true } })
      const list = await ask(second, second.organizationToken, '/v1/customer-seats?subscription_id=sub_demo')
      expect(list.body).toMatchObject({ available_seats: 9, seats: [{ id: assigned.body.id }] })
    } finally {
      expect(await second.stop()).toBe(0)
    }
  })

  it('keeps its key for the owner of the folder alone, and shows it nowhere', async () => {
    const server = await startServer(['--store', 'sqlite', '--data', files.path('kept')])
    await server.stop()
    const file = files.path('kept/invitation-key')
    const key = readFileSync(file, 'utf8').trim()
    expect(key).toMatch(/^hex:[0-9a-f]{64}$/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(server.stdout() + server.stderr()).not.toContain(key.slice(4))
  })
})

describe('serve --store esdb://…', () => {
  it('works on a server over gRPC: what one process answered, the next one shows', async () => {
    const log = await EsdbTestServer.start()
    const key = files.write('key', `hex:${'4f'.repeat(32)}`)
    const flags = ['--store', log.connectionString, '--key-file', key]
    try {
      const first = await startServer(flags)
      const body = { subscription_id: 'sub_demo', email: 'ada@example.com' }
      const assigned = await ask(first, first.organizationToken, '/v1/customer-seats', {
        method: 'POST',
        body,
      })
      expect([assigned.status, await first.stop()]).toEqual([200, 0])

      const second = await startServer(flags)
      const list = await ask(second, second.organizationToken, '/v1/customer-seats?subscription_id=sub_demo')
      expect(list.body).toMatchObject({ available_seats: 9, seats: [{ id: assigned.body.id }] })
      expect(await second.stop()).toBe(0)
    } finally {
      await log.stop()
    }
  })
})
