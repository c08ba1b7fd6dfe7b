import { parseEmail } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { PoolBody } from './answers.js'
import type { RowResult } from './result.js'

/**
 * Adds up the answers of a dry run. Each of its requests is judged on the pool as it is, without those before: two of them
 * would give the same free seat away twice, and the same person a seat in each. So what the earlier ones took is kept here.
 */
export class DryRunTally {
  private left: number
  private readonly taken = new Set<string>()
  private readonly capacity: number

  constructor(pool: PoolBody) {
    this.left = pool.available_seats
    this.capacity = pool.capacity
  }

  add(results: readonly RowResult[]): readonly RowResult[] {
    return results.map((result) => (result.status === 'assigned' ? this.judge(result) : result))
  }

  private judge(result: RowResult): RowResult {
    const email = parseEmail(result.email)
    const key = E.isRight(email) ? email.right.key : result.email
    if (this.taken.has(key)) {
      return {
        ...result,
        status: 'already',
        error: 'SeatAlreadyAssigned',
        detail: 'This address is in the file twice.',
      }
    }
    if (this.left === 0) {
      const detail = `No seats available: all ${this.capacity} would be taken. Raise the capacity.`
      return { ...result, status: 'rejected', error: 'SeatNotAvailable', detail }
    }
    this.left -= 1
    this.taken.add(key)
    return result
  }
}
