import { tokenOf } from '../api/token.js'
import { failed, Refused } from '../terminal/exit.js'
import { apiClient } from './client.js'
import { progressBar } from './progress.js'
import { readTeam } from './read-team.js'
import { jsonReport, plainReport, type ReportFacts, summary, tableReport } from './report.js'
import type { RowResult } from './result.js'
import { runImport } from './run-import.js'

/** The flags of `import`, each read from its variable where it was not given. */
export interface ImportFlags {
  readonly pool: string
  readonly server: string
  readonly token?: string
  readonly tokenFile?: string
  readonly organization?: string
  readonly emailColumn?: string
  readonly dryRun?: true
  readonly json?: true
  readonly chunk: number
  readonly run: string
}

/** A dry run writes nothing, so it has nothing to gain from small requests. */
const DRY_RUN_CHUNK = 1_000

/** Imports a file; gives whether every row has its seat. */
export const importTeam = async (file: string, flags: ImportFlags): Promise<void> => {
  const token = await tokenOf(flags)
  const rows = await readTeam(file, flags.emailColumn)
  const client = apiClient({ server: flags.server, token, organization: flags.organization })
  const dryRun = flags.dryRun === true
  const pool = await client.pool(flags.pool)
  const bar = progressBar(rows.length, dryRun ? 'checking' : 'importing')
  let done = 0
  const onResults = (results: readonly RowResult[]): void => {
    done += results.length
    bar.advance(results.length)
  }
  const chunkSize = dryRun ? DRY_RUN_CHUNK : flags.chunk
  try {
    const results = await runImport(client, { pool, rows, dryRun, chunkSize, run: flags.run, onResults })
    bar.stop()
    print({ poolId: pool.id, dryRun, results }, flags.json === true)
    if (results.some(({ status }) => status === 'rejected' || status === 'invalid')) {
      throw failed(dryRun ? 'Some rows would get no seat.' : 'Some rows have no seat.')
    }
  } catch (cause) {
    bar.stop()
    throw done < rows.length && cause instanceof Refused ? broken(cause, done, rows.length) : cause
  }
}

const print = (facts: ReportFacts, json: boolean): void => {
  if (json) {
    process.stdout.write(jsonReport(facts))
    return
  }
  process.stdout.write(process.stdout.isTTY ? tableReport(facts) : plainReport(facts))
  process.stderr.write(summary(facts))
}

const broken = (cause: Refused, done: number, all: number): Refused =>
  failed(
    ...cause.lines,
    `Stopped after ${done} of ${all} rows. The same command again goes on where it stopped.`,
  )
