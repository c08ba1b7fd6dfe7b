import { readFileSync } from 'node:fs'
import { createSeats } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import { openSqlitePlatform } from '@seat-ledger/sqlite'
import { afterAll, assert, describe, expect, it } from 'vitest'
import { run } from './child.js'
import { folder } from './files.js'

const files = folder()
afterAll(() => files.remove())

/** A host that keeps its books in a file. */
const HOST = `
import { readFileSync, writeFileSync } from 'node:fs'
const file = new URL('granted.json', import.meta.url)
const keys = () => JSON.parse(readFileSync(file, 'utf8'))
export default {
  async grant({ key }) {
    writeFileSync(file, JSON.stringify([...keys(), key]))
    return { _tag: 'Done' }
  },
  async revoke({ key }) {
    writeFileSync(file, JSON.stringify(keys().filter((other) => other !== key)))
    return { _tag: 'Done' }
  },
  async *granted() {
    for (const key of keys()) yield { _tag: 'Granted', key }
  },
}
`

const ledger = async (): Promise<{ readonly claimed: string; readonly revoked: string }> => {
  const opened = await openSqlitePlatform({
    file: files.path('ledger.db'),
    invitationKeys: randomInvitationKeys(),
  })
  assert(opened._tag === 'Right')
  const seats = createSeats(opened.right)
  const at = { organizationId: 'org_a', poolId: 'pool', actor: { kind: 'system', id: 'test' } }
  const product = { id: 'prod', name: 'Pro' }
  const source = { kind: 'order', id: 'pool' }
  await seats.openPool({ ...at, customerId: 'cus_owner', source, product, capacity: 5 })
  const claim = (name: string) =>
    seats.assign({ ...at, email: `${name}@example.com`, immediateClaim: { customerId: `cus_${name}` } })
  const [ada, bob] = [await claim('ada'), await claim('bob')]
  await seats.revoke({ ...at, seatId: bob.seat.id })
  opened.right.close()
  return { claimed: ada.seat.id, revoked: bob.seat.id }
}

describe('seat-ledger benefits reconcile', { timeout: 60_000 }, () => {
  it('lists what differs, mends it when asked, and fails as long as anything is left', async () => {
    const { claimed, revoked } = await ledger()
    const granted = files.write('granted.json', JSON.stringify([revoked, 'gift-card-7']))
    const args = ['benefits', 'reconcile', '--store', `sqlite:${files.path('ledger.db')}`]
    const flags = [...args, '--host', files.write('host.mjs', HOST), '--grace', '0']

    const listed = await run([...flags, '--json'])
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { kind: 'missing', organization: 'org_a', seat: claimed, holder: 'cus_ada', product: 'Pro' },
      { kind: 'stray', organization: 'org_a', seat: revoked, holder: 'cus_bob', repair: null },
      { kind: 'unknown', organization: 'org_a', seat: 'gift-card-7', holder: null },
    ])
    expect(listed).toMatchObject({
      code: 1,
      stderr: 'error: 1 claimed seats, 2 granted keys: 1 missing, 1 stray, 1 unknown; 3 left.\n',
    })
    const mended = await run([...flags, '--repair'])
    expect(mended.stdout.split('\n').map((line) => line.split('\t').at(-1))).toEqual(['done', 'done', '', ''])
    expect(mended.code).toBe(1)
    expect(JSON.parse(readFileSync(granted, 'utf8'))).toEqual(['gift-card-7', claimed])
    files.write('granted.json', JSON.stringify([claimed]))
    expect(await run([...flags, '--organization', 'org_a'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 claimed seats, 1 granted keys: 0 missing, 0 stray, 0 unknown; none left.\n',
    })
  })

  it('says everything that a host lacks, each on its line', async () => {
    const args = ['benefits', 'reconcile', '--store', 'memory', '--host']
    const [lacking, nowhere, broken] = await Promise.all([
      run([...args, files.write('lacking.mjs', 'export default { grant() {} }')]),
      run([...args, files.path('nowhere.mjs')]),
      run([...args, files.write('broken.mjs', "throw new Error('no configuration')")]),
    ])
    expect(lacking).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: .* no function revoke\.\nerror: .* no function granted\.\n$/),
    })
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no file') })
    expect(broken).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be loaded: no configuration'),
    })
  })
})
