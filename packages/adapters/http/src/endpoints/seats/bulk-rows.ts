import type { OrganizationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { faultOf } from '../../call/fault.js'
import type { RequestFault } from '../../failures/failures.js'
import { BulkSeat } from '../../wire/requests.js'
import type { Services } from '../services.js'
import { type NewSeatInput, newSeatInput } from './new-seat.js'

/** One row of a bulk, read for itself. */
export interface BulkRowRead {
  /** The address as it was given, where it was text. */
  readonly email: string | null
  /** For the engine. Null for a row with faults: the engine then counts it as invalid too. */
  readonly input: NewSeatInput | null
  readonly faults: readonly RequestFault[]
}

const LONGEST_EMAIL = 320

/** Reads the rows, and asks the host who claims those that are claimed at once. */
export const readBulkRows = async (
  services: Services,
  organizationId: OrganizationId,
  rows: readonly unknown[],
): Promise<readonly BulkRowRead[]> => {
  const read: BulkRowRead[] = []
  for (const [index, row] of rows.entries()) {
    const email = emailOf(row)
    const parsed = BulkSeat.decode(row)
    if (E.isLeft(parsed)) {
      const faults = parsed.left.map((error) => faultOf(['body', 'seats', index], error))
      read.push({ email, input: null, faults })
    } else {
      read.push({ email, input: await newSeatInput(services, organizationId, parsed.right), faults: [] })
    }
  }
  return read
}

const emailOf = (row: unknown): string | null =>
  typeof row === 'object' && row !== null && 'email' in row && typeof row.email === 'string'
    ? row.email.slice(0, LONGEST_EMAIL)
    : null
