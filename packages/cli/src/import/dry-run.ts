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
  /** Who has a seat by this file. */
  private readonly taken = new Set<string>()
  /** Who was in this file before, and holds no seat of the pool as it is. */
  private readonly newcomers = new Set<string>()
  private readonly capacity: number

  constructor(pool: PoolBody) {
    this.left = pool.available_seats
    this.capacity = pool.capacity
  }

  add(results: readonly RowResult[]): readonly RowResult[] {
    return results.map((result) => this.judge(result, keyOf(result.email)))
  }

  /** A row stands as it was answered where the rows before have no part in it: bad, or with a seat before this file. */
  private judge(result: RowResult, key: string): RowResult {
    const isFull = result.error === 'SeatNotAvailable'
    if (result.status !== 'assigned' && !isFull && !this.newcomers.has(key)) return result
    this.newcomers.add(key)
    if (this.taken.has(key)) {
      const detail = 'This address is in the file twice.'
      return { ...result, status: 'already', error: 'SeatAlreadyAssigned', detail }
    }
    if (this.left === 0) {
      const detail = `No seats available: all ${this.capacity} would be taken. Raise the capacity.`
      return { ...result, status: 'rejected', error: 'SeatNotAvailable', detail }
    }
    this.left -= 1
    this.taken.add(key)
    return { ...result, status: 'assigned', error: null, detail: '' }
  }
}

/** What tells one address from another, as the server sees it. */
const keyOf = (typed: string): string => {
  const email = parseEmail(typed)
  return E.isRight(email) ? email.right.key : typed
}
