import type { LedgerAuditFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'

/** Why a pool could not be audited. */
export const notThere = (failure: LedgerAuditFailure): E.Either<Failure, never> =>
  E.left(failure._tag === 'LedgerNotFound' ? notFound('Pool') : failure)
