import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ended, run, start } from './child.js'
import { exampleSeed, folder } from './files.js'
import { ask, type Server, startServer } from './server.js'

const files = folder()
/** Rows of the import that is killed: enough that it is still at it when somebody has noticed that it began. */
const LARGE = 150
const [pool] = exampleSeed.pools
const poolOf = (id: string, capacity: number): object => ({
  ...pool,
  source: { kind: 'subscription', id },
  capacity,
})
const pools = [poolOf('sub_1', 5), poolOf('sub_large', LARGE), poolOf('sub_dry', 3), poolOf('sub_grows', 2)]

let server: Server
beforeAll(async () => {
  const seed = files.write('seed.json', { ...exampleSeed, pools })
  server = await startServer(['--seed', seed, '--log-level', 'error'])
}, 30_000)
afterAll(async () => {
  await server.stop()
  files.remove()
})

/** `seat-ledger import` on the server; the token is in its variable. */
const args = (file: string, poolId: string, ...more: readonly string[]): readonly string[] => [
  'import',
  file,
  '--server',
  server.address,
  '--pool',
  poolId,
  ...more,
]
const TOKEN = { SEAT_LEDGER_TOKEN: 'oat_a' }
const importFile = (file: string, poolId: string, ...more: readonly string[]): Promise<Ended> =>
  run(args(file, poolId, ...more), TOKEN)

const live = async (poolId: string): Promise<number> =>
  Number((await ask(server, 'oat_a', `/v1/seat-pools/${poolId}`)).body.live_seats)

const team = (count: number): string =>
  `email\n${Array.from({ length: count }, (_, index) => `person${index}@example.com`).join('\n')}\n`

interface Report {
  readonly assigned: number
  readonly already: number
  readonly rejected: number
  readonly rows: readonly {
    readonly email: string
    readonly status: string
    readonly seat_id: string | null
  }[]
}

describe('import', () => {
  it('gives every address a seat, and says what became of each row', async () => {
    const file = files.write(
      'team.csv',
      '\ufeffName;E-Mail\nAda;ada@example.com\nBob;"not an address"\n;\nAda; ADA@example.com \n',
    )
    const imported = await importFile(file, 'sub_1')
    expect([imported.code, await live('sub_1')]).toEqual([1, 1])
    const rows = imported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
    expect(rows).toEqual([
      ['2', 'ada@example.com', 'assigned', expect.stringMatching(/^sub_1\./), ''],
      ['3', 'not an address', 'invalid', '', 'email must be an address such as ada@example.com'],
      [
        '5',
        'ADA@example.com',
        'already',
        '',
        expect.stringMatching(/^This address already holds seat sub_1\./),
      ],
    ])
    expect(imported.stderr).toBe(
      'sub_1: assigned 1, held a seat already 1, rejected 0, invalid 1\nerror: Some rows have no seat.\n',
    )
  })

  it('says in a dry run of many requests exactly what the import does then', async () => {
    const rows = [
      'a@example.com',
      'A@example.com',
      'b@example.com',
      'nobody',
      'c@example.com',
      'd@example.com',
    ]
    const file = files.write('dry.csv', `email\n${rows.join('\n')}\n`)
    const tried = await importFile(file, 'sub_dry', '--json', '--dry-run')
    expect(await live('sub_dry')).toBe(0)
    const done = await importFile(file, 'sub_dry', '--json', '--chunk', '2')
    const [before, after]: Report[] = [JSON.parse(tried.stdout), JSON.parse(done.stdout)]
    const outcomes = (report: Report | undefined) => report?.rows.map(({ email, status }) => [email, status])
    expect(outcomes(before)).toEqual(outcomes(after))
    expect(after).toMatchObject({ assigned: 3, already: 1, rejected: 1, invalid: 1 })
    expect([tried.code, done.code, await live('sub_dry')]).toEqual([1, 1, 3])
  })

  it('goes on after a kill: the same command ends with every row assigned, and no row twice', async () => {
    const file = files.write('large.csv', team(LARGE))
    const first = start(args(file, 'sub_large', '--chunk', '1'), TOKEN)
    while ((await live('sub_large')) < 5) expect(first.child.exitCode).toBeNull()
    first.child.kill('SIGKILL')
    await first.ended
    const before = await live('sub_large')
    expect(before).toBeGreaterThanOrEqual(5)
    expect(before).toBeLessThan(LARGE)

    const second = await importFile(file, 'sub_large', '--chunk', '1', '--json')
    const report: Report = JSON.parse(second.stdout)
    expect(second.code).toBe(0)
    expect(report).toMatchObject({ assigned: LARGE, already: 0, rejected: 0 })
    expect(new Set(report.rows.map(({ seat_id }) => seat_id)).size).toBe(LARGE)
    expect(await live('sub_large')).toBe(LARGE)
  }, 60_000)

  it('asks again for rows that found no seat the first time, when the pool has grown', async () => {
    const file = files.write('grows.csv', team(3))
    expect(JSON.parse((await importFile(file, 'sub_grows', '--json')).stdout)).toMatchObject({
      assigned: 2,
      rejected: 1,
    })
    const { customer_id, product, source } = { ...pool, source: { kind: 'subscription', id: 'sub_grows' } }
    const grown = { customer_id, product, source, capacity: 3 }
    expect(
      (await ask(server, 'oat_a', '/v1/seat-pools/sub_grows', { method: 'PUT', body: grown })).status,
    ).toBe(200)
    const again = await importFile(file, 'sub_grows', '--json')
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { assigned: 3, rejected: 0 }])
  })

  it('tells what is wrong with the server, the pool or the token in one line, with exit code 1', async () => {
    const file = files.write('one.csv', team(1))
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const nobody = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
    await new Promise((resolve) => gone.close(resolve))
    const refusals = await Promise.all([
      run(['import', file, '--pool', 'sub_1', '--server', nobody], TOKEN),
      importFile(file, 'sub_none'),
      run(args(file, 'sub_1'), { SEAT_LEDGER_TOKEN: 'hunter2' }),
    ])
    expect(
      refusals.map(({ code, stdout, stderr }) => [code, stdout, stderr.replaceAll(server.address, 'S')]),
    ).toEqual([
      [
        1,
        '',
        `error: ${nobody} cannot be reached: connect ECONNREFUSED ${nobody.slice('http://'.length)}.\n`,
      ],
      [
        1,
        '',
        'error: S answered 404 ResourceNotFound: Pool not found. Is --pool right, and of the organization of this token?\n',
      ],
      [
        1,
        '',
        'error: S answered 401 Unauthorized. Is --token right, and an organization or personal token?\n',
      ],
    ])
  })
})
