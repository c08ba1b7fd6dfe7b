import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs'
import { open } from 'node:fs/promises'
import { sqliteDriver } from '@seat-ledger/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyFiles, ledgerIn, runGroups, runMany, writeHistory } from './audited.js'
import { commandLine, type Ended, start, startLine } from './child.js'
import { folder } from './files.js'
import { startServer } from './server.js'

const files = folder()
afterAll(() => files.remove())

const data = files.path('data')
const exported = files.path('export.ndjson')
const own = files.path('own.ndjson')
const store = ['--store', 'sqlite', '--data', data]
const keys = keyFiles(files, 'key')
const others = keyFiles(files, 'other')
const kept = files.path('checkpoints')
const checkpoint = (): string => `${kept}/${readdirSync(kept).sort().at(-1)}`

/** A checkpoint comes from a server that runs; the rest is read from its file afterwards. */
beforeAll(async () => {
  await writeHistory(ledgerIn(data))
  const seed = files.write('seed.json', { organizations: [] })
  const flags = ['--checkpoint-key', keys.secret, '--checkpoint-dir', kept, '--checkpoint-every', '1h']
  const server = await startServer([...store, '--seed', seed, ...flags])
  await server.until(({ stderr }) => stderr.includes('"checkpoint kept"'))
  expect(await server.stop()).toBe(0)
  expect(readdirSync(kept)).toEqual([expect.stringMatching(/^checkpoint-[\dT.Z-]+\.ndjson$/)])
  const signing = ['--signing-key-file', keys.secret]
  const written = await runMany([
    ['audit', 'export', exported, ...store, ...signing],
    ['audit', 'export', own, '--export', exported, '--organization', 'acme', ...signing],
  ])
  expect(written.map(({ code }) => code)).toEqual([0, 0])
}, 60_000)

/** The export with its lines changed. */
const changed = (name: string, change: (lines: string[]) => readonly string[]): string => {
  const lines = readFileSync(exported, 'utf8').split('\n').slice(0, -1)
  return files.write(name, `${change(lines).join('\n')}\n`)
}

const team = 'seat_ledger-acme.team'
const signed = ['--public-key-file', keys.open]

const swap = ([a = '', b = '', c = '', d = '', ...rest]: string[]) => [a, b, d, c, ...rest]
const damages = (): readonly string[] => [
  changed('bit', (lines) => lines.map((line, n) => (n === 3 ? line.replace('cus_1', 'cus_7') : line))),
  changed('removed', (lines) => lines.filter((_, n) => n !== 3)),
  changed('repeated', (lines) => lines.flatMap((line, n) => (n === 3 ? [line, line] : [line]))),
  changed('swapped', swap),
  changed('truncated', (lines) => lines.slice(0, 3)),
  changed('no-ledger', (lines) => lines.filter((line) => !line.includes('globex'))),
]

/** What each test asks; all of it in one process. */
const questions = () => {
  const withCheckpoint = [...signed, '--checkpoint', checkpoint()]
  const [, , ...rest] = readFileSync(checkpoint(), 'utf8').split('\n')
  const robbed = ['--store', 'sqlite', '--data', files.path('robbed')]
  return {
    whole: [
      ['--export', exported, ...signed],
      ['--export', exported],
      ['--export', exported, ...withCheckpoint],
      ['--export', own, ...withCheckpoint, '--organization', 'acme'],
      [...store, ...withCheckpoint],
      [...store, ...withCheckpoint, '--organization', 'globex'],
    ],
    damaged: [
      ...damages().map((file) => ['--export', file, ...signed]),
      ['--export', exported, '--public-key-file', others.open],
      ['--export', files.write('no-export', 'something else\n'), ...signed],
    ],
    robbed: [robbed, [...robbed, ...withCheckpoint, '--organization', 'globex']],
    refused: [
      [...store, '--checkpoint', checkpoint()],
      [...store, '--checkpoint', checkpoint(), '--public-key-file', others.open],
      [...store, '--checkpoint', files.write('broken', rest.join('\n')), ...signed],
      [...store, '--public-key-file', keys.secret],
      ['--export', files.path('none'), ...signed],
    ],
  }
}

let answers: Readonly<Record<keyof ReturnType<typeof questions>, readonly Ended[]>>

beforeAll(async () => {
  await writeHistory(ledgerIn(files.path('robbed')))
  rob(ledgerIn(files.path('robbed')))
  const { whole, damaged, robbed, refused } = questions()
  const verify = (lines: readonly (readonly string[])[]) => lines.map((line) => ['audit', 'verify', ...line])
  answers = await runGroups({
    whole: verify(whole),
    damaged: verify(damaged),
    robbed: verify(robbed),
    refused: verify(refused),
  })
}, 60_000)

const said = (ended: readonly Ended[]): readonly (readonly [number | null, string])[] =>
  ended.map(({ code, stdout, stderr }) => [code, `${stdout}${stderr}`.trim()])

describe('seat-ledger audit verify', () => {
  it('accepts what nobody touched: an export, one organization of it, a store', () => {
    expect(said(answers.whole)).toEqual([
      [0, 'Whole: 16 events of 2 ledgers, signed by this key.'],
      [0, 'Whole: 16 events of 2 ledgers, no signature was checked.'],
      [0, 'Whole: 16 events of 2 ledgers, signed by this key.'],
      [0, 'Whole: 8 events of 1 ledger, signed by this key.'],
      [0, 'Whole: 16 events of 2 ledgers, as the signed checkpoint says.'],
      [0, 'Whole: 8 events of 1 ledger, as the signed checkpoint says.'],
    ])
  })

  it('names the first line that is not what it was, and what happened to it', () => {
    const broken = (first: string) => [
      1,
      expect.stringMatching(new RegExp(`^Broken after \\d+ events? of \\d ledgers?\\.\\nerror: ${first}`)),
    ]
    expect(said(answers.damaged)).toEqual([
      broken(`changed at line 4 \\(n 3\\) ${team} revision 2: `),
      broken('removed at line 4 \\(n 3\\): '),
      broken('inserted at line 5 \\(n 4\\): '),
      broken('reordered at line 3 \\(n 2\\): '),
      broken('truncated at line 4 \\(n 3\\): '),
      broken('removed at line 10 \\(n 9\\): '),
      broken('unsigned at line 20 \\(n 19\\): '),
      [1, expect.stringContaining('changed at line 1 (n 0): The first line is not that of an export')],
    ])
  })

  it('finds with a checkpoint that a whole ledger is gone from the store, and without one cannot', () => {
    expect(said(answers.robbed)).toEqual([
      [0, 'Whole: 8 events of 1 ledger, no signature was checked.'],
      [1, expect.stringMatching(/error: missing at seat_ledger-globex\.team: /)],
    ])
  })

  it('takes no checkpoint that is broken, of another key, or without a key', () => {
    expect(said(answers.refused)).toEqual([
      [2, 'error: A checkpoint is worth its signature: give --public-key-file too.'],
      [1, expect.stringMatching(/^error: The checkpoint itself is broken: unsigned/)],
      [1, expect.stringMatching(/^error: The checkpoint itself is broken: truncated/)],
      [2, 'error: --public-key-file: this is a private key; verifying takes the public one.'],
      [2, expect.stringMatching(/^error: The export .* cannot be read/)],
    ])
  })
})

/** What somebody with access to the file can do. */
const rob = (file: string): void => {
  const connection = sqliteDriver()?.open(file)
  connection?.exec(`DROP TRIGGER events_are_never_deleted;
    DELETE FROM events WHERE stream IN (SELECT id FROM streams WHERE name LIKE '%globex%')`)
  connection?.close()
}

// That there is no bar in a pipe is part of the answers above, which are compared whole.
describe('long work', { timeout: 60_000 }, () => {
  it('that is stopped by Ctrl-C leaves no half file', async () => {
    const pipe = files.path('pipe')
    execFileSync('/usr/bin/mkfifo', [pipe])
    const target = files.path('never.ndjson')
    const [header, first, second] = readFileSync(exported, 'utf8').split('\n')
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(files.path('.'), () => {
        if (!existsSync(`${target}.part`)) return
        watcher.close()
        resolve()
      })
    })
    const running = start(['audit', 'export', target, '--export', pipe])
    const writer = await open(pipe, 'w')
    await writer.write(`${header}\n${first}\n`)
    await begun
    running.child.kill('SIGINT')
    await running.until(({ stderr }) => stderr.includes('Stopping'))
    await writer.write(`${second}\n`)
    await writer.close()
    const { code, stderr } = await running.ended
    expect([code, stderr]).toEqual([
      1,
      'Stopping; again to stop at once.\nerror: Stopped; no file was written.\n',
    ])
    expect([existsSync(target), existsSync(`${target}.part`)]).toEqual([false, false])
  })

  const script = '/usr/bin/script'
  it.skipIf(!existsSync(script))('shows a bar on a terminal', async () => {
    const words = commandLine(['audit', 'verify', '--export', exported]).join(' ')
    const onTerminal = await startLine([script, '-qec', words, '/dev/null'], { TERM: 'xterm' }).ended
    expect(onTerminal.stdout).toMatch(/verifying .*%, .* bytes\/s/)
    expect(onTerminal.stdout).toContain('Whole: 16 events of 2 ledgers')
  })
})
