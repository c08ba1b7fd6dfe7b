import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyFiles, ledgerIn, runGroups, runMany, writeHistory } from './audited.js'
import { type Ended, start } from './child.js'
import { folder } from './files.js'
import { startServer } from './server.js'

const files = folder()
afterAll(() => files.remove())

const data = files.path('data')
const exported = files.path('export.ndjson')
const store = ['--store', 'sqlite', '--data', data, '--organization', 'acme']
const fromExport = ['--export', exported, '--organization', 'acme']
const keys = keyFiles(files, 'key')
let seats: readonly string[] = []

const audit = (source: readonly string[], ...lines: readonly (readonly string[])[]) =>
  runMany(lines.map((line) => ['audit', ...line, ...source]))

const cut = files.write('cut', '{"n":0,"seat-ledger-export":1}\n')
const none = files.path('none')
const acme = ['--organization', 'acme']

/** What the tests ask; all of it in one process, but what is asked of three places. */
const questions = () => ({
  export: [['export', exported, '--store', 'sqlite', '--data', data, '--signing-key-file', keys.secret]],
  answered: [
    ['history', '--pool', 'team', '--json'],
    ['history', '--seat', seats[0] ?? '', '--json', '--type', 'Claimed', 'Revoked'],
    ['history', '--actor', 'cus_2', '--json'],
    ['people', '--email', 'GRACE@acme.example', '--ndjson'],
    ['as-of', 'team', '--at', '2026-03-03T11:30:00Z', '--json'],
    ['as-of', 'team', '--since', '2026-03-03T12:00:00Z', '--at', '2026-03-03T13:00:00Z', '--json'],
    ['usage', 'team', '--from', '2026-03-03', '--to', '2026-03-04', '--json'],
  ].map((line) => [...line, ...store]),
  csv: [['as-of', 'team', '--at', '2026-03-04', '--csv', ...fromExport]],
  refused: [
    ['history', '--pool', 'tame', ...store],
    ['history', '--seat', 'team.none', ...fromExport],
    ['as-of', 'team', '--at', '2026-03-03T09:00:00', ...store],
    ['as-of', 'team', '--at', '2026-02-30', ...store],
    ['usage', 'team', '--from', '2026-03-04', '--to', '2026-03-03', ...store],
    ['history', '--from', '2026-03-04', '--to', '2026-03-03', ...store],
    ['people', '--email', 'a@b.example', '--customer', 'c', ...store],
    ['history', '--store', 'sqlite', '--data', none, ...acme],
    ['history', '--store', 'memory', ...acme],
    ['history', '--export', files.path('no-export'), ...acme],
    ['history', ...store, '--export', exported],
    ['history', ...acme],
    ['history', '--store', 'sqlite'],
    ['history', '--server', 'http://127.0.0.1:1', '--token', 'secret-word'],
    ['history', '--export', cut, ...acme, '--type', 'PoolOpened'],
  ],
})

let answers: Readonly<Record<keyof ReturnType<typeof questions>, readonly Ended[]>>

beforeAll(async () => {
  files.write('no-export', 'something else\n')
  seats = await writeHistory(ledgerIn(data))
  const asked = questions()
  const audit = (lines: readonly (readonly string[])[]) => lines.map((line) => ['audit', ...line])
  answers = await runGroups({
    export: audit(asked.export),
    answered: audit(asked.answered),
    csv: audit(asked.csv),
    refused: audit(asked.refused),
  })
  const [written] = answers.export
  expect(written).toMatchObject({ code: 0, stderr: `Wrote ${exported}: 16 events of 2 ledgers, signed.\n` })
}, 60_000)

const rows = ({ stdout }: Ended): readonly Record<string, unknown>[] => JSON.parse(stdout)

describe('seat-ledger audit', { timeout: 60_000 }, () => {
  it('says who did what, who held which seat, how many and for how long', async () => {
    const [history, seat, byActor, people, asOf, changes, usage] = answers.answered as [
      Ended,
      Ended,
      Ended,
      Ended,
      Ended,
      Ended,
      Ended,
    ]
    expect(rows(history).map(({ type }) => type)).toEqual([
      'PoolOpened',
      'Assigned',
      'Claimed',
      'Assigned',
      'Claimed',
      'Assigned',
      'Claimed',
      'Revoked',
    ])
    expect(rows(seat)).toMatchObject([
      { type: 'Claimed', actor: 'customer:cus_1' },
      { type: 'Revoked', actor: 'user:usr_ada', reason: 'left, "finally"' },
    ])
    expect(rows(byActor)).toMatchObject([{ type: 'Claimed', seat: seats[1] }])
    expect(
      people.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toEqual(['Assigned', 'Claimed', 'Revoked'])
    expect(rows(asOf).map(({ status, holder }) => [status, holder])).toEqual([
      ['claimed', 'cus_1'],
      ['claimed', 'cus_2'],
    ])
    expect(asOf.stderr).toBe('team at revision 4: capacity 5, claimed 2, pending 0, of these expired 0\n')
    expect(rows(changes).map(({ status }) => status)).toEqual(['revoked', 'claimed'])
    expect(rows(usage)).toMatchObject([{ newly_assigned: 3, newly_revoked: 1, high_water_mark: 3 }])
  })

  it('answers the same, byte for byte, of a store, of an export and of a server', async () => {
    const seed = files.write('seed.json', {
      organizations: [{ id: 'acme', name: 'Acme', slug: 'acme' }],
      tokens: [
        { kind: 'organization', token: 'oat_audit', organization_id: 'acme', scopes: ['seat_audit:read'] },
      ],
    })
    const key = files.write('invitations', `hex:${'4f'.repeat(32)}`)
    const server = await startServer(['--store', 'sqlite', '--data', data, '--seed', seed, '--key-file', key])
    const linesTo = (page: string) => [
      ['history', '--pool', 'team'],
      ['history', '--csv', '--from', '2026-03-03T11:00:00Z'],
      ['history', '--seat', seats[2] ?? '', '--ndjson'],
      ['people', '--customer', 'cus_2', '--json'],
      ['people', '--email', '=cmd@acme.example', '--csv'],
      ['people', '--customer', 'cus_5'],
      ['as-of', 'team', '--at', '2026-03-03T13:00:00Z', '--all', '--csv'],
      ['as-of', 'team', '--revision', '2'],
      ['as-of', 'team', '--at', '2026-03-02'],
      ['as-of', 'team', '--since', '2026-03-03T11:00:00Z', '--at', '2026-03-03T14:00:00Z', '--json'],
      ['usage', 'team', '--from', '2026-03-03', '--to', '2026-03-03T14:00:00Z', '--per', 'hour', '--csv'],
      ['usage', 'team', '--from', '2026-03-03', '--to', '2026-03-04', '--html', page],
    ]
    const withoutTime = (text: string): string => text.replace(/Made [^<]*/, '')
    const answersOf = async (source: readonly string[]) => {
      const page = files.path(`page${source[0]}.html`)
      const answers = await audit(source, ...linesTo(page))
      const said = answers.map(({ stderr, ...answer }) => ({
        ...answer,
        stderr: stderr.replaceAll(page, 'page'),
      }))
      return { said, page: withoutTime(readFileSync(page, 'utf8')) }
    }
    try {
      const [fromServer, ofStore, ofExport] = await Promise.all([
        answersOf(['--server', server.address, '--token', 'oat_audit']),
        answersOf(store),
        answersOf(fromExport),
      ])
      expect(ofStore.said.map(({ code }) => code)).toEqual(ofStore.said.map(() => 0))
      expect(fromServer).toEqual(ofStore)
      expect(ofExport).toEqual(ofStore)
      expect(ofStore.page).toContain('Organization acme')
      expect(ofStore.said[5]?.stdout).toBe('')
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })

  it('writes CSV in which no cell is a formula', async () => {
    const [asOf] = answers.csv
    const [head, formula] = asOf?.stdout.split('\r\n') ?? []
    expect(head).toBe('seat,status,email,holder,assigned_at,claimed_at,expires_at,revoked_at,cause')
    expect(formula).toContain(",'=cmd@acme.example,")
  })

  it('ends quietly when its reader has had enough', async () => {
    const years = ['--from', '2025-06-01', '--to', '2026-07-01', '--per', 'hour']
    const running = start(['audit', 'usage', 'team', ...years, ...fromExport])
    await running.until(({ stdout }) => stdout.length > 0)
    running.child.stdout?.destroy()
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('refuses what is wrong in one line, and makes nothing', async () => {
    expect(answers.refused.map(({ code, stderr }) => [code, stderr.trim()])).toEqual([
      [1, 'error: There is no pool of this id in this organization.'],
      [1, 'error: There is no seat of this id in this organization.'],
      [2, expect.stringMatching(/^error: option '--at <time>' .* must be a UTC time such as .*$/)],
      [2, expect.stringMatching(/^error: option '--at <time>' /)],
      [2, 'error: --from must lie before --to.'],
      [2, 'error: --from must lie before --to.'],
      [2, 'error: Give --email or --customer, one of the two.'],
      [1, `error: There is no ledger file ${ledgerIn(none)}.`],
      [2, expect.stringContaining('give --server')],
      [1, expect.stringMatching(/^error: The export cannot be read: .* does not begin as an export does\.$/)],
      [2, 'error: Give only one of --export and --store.'],
      [2, 'error: Give --export FILE, --store STORE or --server URL.'],
      [2, expect.stringMatching(/^error: Give --organization ID/)],
      [1, expect.stringMatching(/^error: http:\/\/127\.0\.0\.1:1 cannot be reached/)],
      [0, `${cut} is cut off: what came after is missing in this answer.`],
    ])
    expect(answers.refused.map(({ stderr }) => stderr).join()).not.toContain('secret-word')
    expect(existsSync(none)).toBe(false)
  })
})
