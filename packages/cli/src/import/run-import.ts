import { createHash } from 'node:crypto'
import type { PoolBody } from './answers.js'
import { type Chunk, chunksOf } from './chunks.js'
import type { Client } from './client.js'
import { DryRunTally } from './dry-run.js'
import type { TeamRow } from './read-team.js'
import { type RowResult, resultsOf } from './result.js'

/** What to import, and how. */
export interface ImportPlan {
  readonly pool: PoolBody
  readonly rows: readonly TeamRow[]
  readonly dryRun: boolean
  /** Rows of one request, 1 to 1,000. */
  readonly chunkSize: number
  /** Part of every key: another name makes it another import. */
  readonly run: string
  /** Told of the results of each request as they come. */
  readonly onResults: (results: readonly RowResult[]) => void
}

/** Sends a team, one request after the other. Gives a result per row; refuses when the server cannot be asked any more. */
export const runImport = async (client: Client, plan: ImportPlan): Promise<readonly RowResult[]> => {
  const tally = plan.dryRun ? new DryRunTally(plan.pool) : undefined
  const chunks = chunksOf(plan.rows, { size: plan.chunkSize, poolId: plan.pool.id, run: plan.run })
  const results: RowResult[] = []
  for (const chunk of chunks) {
    const answered = await send(client, plan, chunk)
    const judged = tally?.add(answered) ?? answered
    results.push(...judged)
    plan.onResults(judged)
  }
  return plan.dryRun ? results : sendAgain(client, plan, results)
}

const send = async (
  client: Client,
  plan: ImportPlan,
  { rows, idempotencyKey }: Chunk,
): Promise<readonly RowResult[]> => {
  const { pool, dryRun } = plan
  const emails = rows.map(({ email }) => email)
  return resultsOf(rows, await client.assign({ pool, emails, dryRun, idempotencyKey }))
}

/**
 * A key that was used before gets its first answer: a row for which there was no seat then has none now, though the pool
 * has grown since. So rows without a seat are sent once more, under keys of the pool as it now is, if it has room.
 */
const sendAgain = async (
  client: Client,
  plan: ImportPlan,
  results: readonly RowResult[],
): Promise<readonly RowResult[]> => {
  const full = results.filter(({ error }) => error === 'SeatNotAvailable')
  if (full.length === 0) return results
  const pool = await client.pool(plan.pool.id)
  if (pool.available_seats === 0) return results
  const run = createHash('sha256').update(`${plan.run}/${pool.revision}`).digest('base64url')
  const second = new Map<number, RowResult>()
  for (const chunk of chunksOf(full, { size: plan.chunkSize, poolId: pool.id, run })) {
    for (const result of await send(client, plan, chunk)) second.set(result.line, result)
  }
  return results.map((result) => second.get(result.line) ?? result)
}
