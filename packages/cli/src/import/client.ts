import { type ApiSettings, apiOf, type Hints } from '../api/api-client.js'
import { BulkBody, PoolBody, type RowBody } from './answers.js'

/** The addresses of one request, and the key that makes a repetition harmless. */
interface BulkRequest {
  readonly pool: PoolBody
  readonly emails: readonly string[]
  readonly dryRun: boolean
  readonly idempotencyKey: string
}

/** The two calls of the API that an import makes. Each gives its answer or refuses in words. */
export interface Client {
  readonly pool: (poolId: string) => Promise<PoolBody>
  readonly assign: (request: BulkRequest) => Promise<readonly RowBody[]>
}

const HINTS: Hints = {
  401: 'Is --token right, and an organization or personal token?',
  404: 'Is --pool right, and of the organization of this token?',
}

/** A client of a running server. */
export const apiClient = (settings: ApiSettings): Client => {
  const ask = apiOf(settings, HINTS)
  return {
    pool: (poolId) => ask(PoolBody, `seat-pools/${encodeURIComponent(poolId)}`, { method: 'get' }),
    assign: async ({ pool, emails, dryRun, idempotencyKey }) => {
      const { subscription_id, order_id } = pool
      const source = subscription_id === null ? { order_id } : { subscription_id }
      const answer = await ask(BulkBody, 'customer-seats/bulk', {
        method: 'post',
        headers: { 'idempotency-key': idempotencyKey },
        json: { ...source, mode: 'partial', dry_run: dryRun, seats: emails.map((email) => ({ email })) },
      })
      return answer.results
    },
  }
}
