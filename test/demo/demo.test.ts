import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const demo = (...args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    const flags = ['--import', 'tsx', '--conditions=@seat-ledger/source', 'examples/demo/main.ts', ...args]
    const child = execFile(process.execPath, flags, { cwd: root }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })

describe('the demo', () => {
  let folder: string
  let told: Run
  beforeAll(async () => {
    told = await demo()
    folder = await mkdtemp(join(tmpdir(), 'seat-ledger-demo-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('seats the team of the checked-in export and says why the other rows were refused', () => {
    const { code, stdout, stderr } = told
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('40 assigned, 18 refused, 2 not an address')
    expect(stdout).toContain('must be an address such as ada@example.com')
    expect(stdout).toContain('already has a seat')
    expect(stdout).toContain('InvitationExpired')
    expect(stdout).toContain('CapacityBelowLive')
    expect(stdout).toContain('Pool sub_northwind is closed')
  })

  it('shows a mail that arrived and a webhook that did, verified, in lines of at most 80 characters', () => {
    const { stdout } = told
    expect(stdout).toContain('Subject  Contoso invites you to Team Pro')
    expect(stdout).toContain('opens the link of the mail: the seat is claimed.')
    expect(stdout).toMatch(/webhook-id +msg_[\da-f-]{36}\n +webhook-signature +v1,[\w+/]{43}=\n/)
    expect(stdout).toContain('✓ The signature is genuine.')
    expect(stdout).toContain('✗ With another holder in it: no matching signature.')
    const effects = stdout.slice(stdout.indexOf('Contoso buys')).split('\n')
    expect(effects.filter((line) => line.length > 80)).toEqual([])
  })

  it('prints no colours and no token when its output is not a terminal', () => {
    const { stdout } = told
    expect(stdout.includes('\u001b[')).toBe(false)
    expect(stdout).not.toMatch(/org_lighthouse\.sub_\w+\.[\w-]+\.\d+\.[\w-]{40,}/)
  })

  it('names a file that does not exist and exits with 1', async () => {
    const { code, stdout, stderr } = await demo(join(folder, 'nowhere.csv'))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^Cannot read .*nowhere\.csv: .*\. Give the path of a CSV file\.\n$/)
  })

  it('names the columns that an export lacks and exits with 1', async () => {
    const path = join(folder, 'columns.csv')
    await writeFile(path, 'Name,Mail\nAda,ada@example.com\n')
    const { code, stderr } = await demo(path)
    expect(code).toBe(1)
    expect(stderr).toContain('lacks the column E-Mail, Department')
  })

  it('says that a broken CSV is broken and exits with 1', async () => {
    const path = join(folder, 'broken.csv')
    await writeFile(path, 'Name,E-Mail,Department\n"Ada,ada@example.com,Engineering\n')
    const { code, stderr } = await demo(path)
    expect(code).toBe(1)
    expect(stderr).toContain('is not well-formed CSV')
  })
})
