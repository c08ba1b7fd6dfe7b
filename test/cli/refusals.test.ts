import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { run } from '../../packages/cli/src/program.js'
import { run as runProcess } from './child.js'

interface Wrong {
  readonly args: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  /** The one line that is answered, after `error: `. */
  readonly line: string
}

const WRONG: readonly Wrong[] = [
  { args: ['serve', '--prot', '1'], line: "unknown option '--prot' (Did you mean --port?)" },
  { args: ['serve', '--passwd=hunter2'], line: "unknown option '--passwd'" },
  {
    args: ['serve', '--port', '70000'],
    line: "option '-p, --port <port>' argument '70000' is invalid. It must be a whole number from 0 to 65535.",
  },
  {
    args: ['serve'],
    environment: { SEAT_LEDGER_LOG_LEVEL: 'loud' },
    line: "option '--log-level <level>' value 'loud' from env 'SEAT_LEDGER_LOG_LEVEL' is invalid. Allowed choices are trace, debug, info, warn, error, silent.",
  },
  {
    args: ['serve', '--now', 'yesterday'],
    line: "option '--now <time>' argument 'yesterday' is invalid. It must be a UTC time such as 2026-03-03T00:00:00Z, or a shift such as +2d or -90m.",
  },
  {
    args: ['serve', '--now', '+2d', '--store', 'sqlite', '--data', 'package.json'],
    line: '--now is for trials: it needs --store memory, as recorded events keep their times for ever.',
  },
  {
    args: ['serve', '--store', 'postgres://user:hunter2@db'],
    line: '--store must be memory | sqlite[:FILE] | esdb://….',
  },
  {
    args: ['serve', '--store', 'esdb://user:hunter2@db'],
    line: 'This store outlives the process, and so must the invitation key: give --key-file. Make one with: openssl rand -hex 32',
  },
  {
    args: ['serve', '--key', 'hunter2'],
    line: '--key: Invitation keys: key "default" must have at least 32 bytes and has 7. Make one with: openssl rand -hex 32',
  },
  {
    args: ['serve', '--key', 'hunter2', '--key-file', 'keys.json'],
    line: 'Give --key or --key-file, not both.',
  },
  {
    args: ['serve', '--seed', 'nowhere.json'],
    line: 'The seed nowhere.json cannot be read: there is no such file.',
  },
  { args: ['import', 'team.csv'], line: "required option '--pool <id>' not specified" },
  {
    args: ['import', 'nowhere.csv', '--pool', 'p', '--token', 'hunter2'],
    line: 'The file nowhere.csv cannot be read: there is no such file.',
  },
  {
    args: ['import', 'nowhere.csv', '--pool', 'p'],
    line: 'Give --token-file, --token or SEAT_LEDGER_TOKEN.',
  },
  { args: ['serv'], line: "unknown command 'serv' (Did you mean serve?)" },
]

/** Runs in this process, as starting one for each would take longer than all other tests of the command together. */
const answer = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += text
      return true
    })
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const code = await run(args)
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  return { code, ...said }
}

describe('a wrong command line', () => {
  it.each(WRONG)('$args gives one line that shows no secret, and exit code 2', async (wrong) => {
    const refused = await answer(wrong.args, wrong.environment)
    expect(refused).toEqual({ code: 2, stdout: '', stderr: `error: ${wrong.line}\n` })
    expect(refused.stderr).not.toContain('hunter2')
  })

  it('ends the process with 2', async () => {
    const refused = await runProcess(['serve', '--', '--prot'], { SEAT_LEDGER_PORT: '' })
    const stderr = "error: unknown option '--prot' (Did you mean --port?)\n"
    expect(refused).toEqual({ code: 2, stdout: '', stderr })
  })
})

describe('help', () => {
  it.each([[[]], [['serve']], [['import']]])(
    '%j --help goes to stdout, without colours, and ends with 0',
    async (args) => {
      const help = await answer([...args, '--help'])
      expect([help.code, help.stderr]).toEqual([0, ''])
      expect(help.stdout).toMatch(/^Usage: seat-ledger/)
      expect(help.stdout).not.toContain('\u001b')
    },
  )

  it('tells the version of the package', async () => {
    const manifest = JSON.parse(readFileSync('packages/cli/package.json', 'utf8'))
    expect(await answer(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })
})
