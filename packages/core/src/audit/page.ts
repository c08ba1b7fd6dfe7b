import * as E from 'fp-ts/lib/Either.js'

/** The most events on one page. */
export const MAX_AUDIT_LIMIT = 1_000

/** A limit or cursor that cannot be. */
export interface BadAuditPage {
  readonly _tag: 'BadAuditPage'
  readonly field: 'limit' | 'cursor'
}

export const badAuditPage = (field: BadAuditPage['field']): E.Either<BadAuditPage, never> =>
  E.left({ _tag: 'BadAuditPage', field })

/** Whether a limit may be asked for. */
export const isAuditLimit = (limit: number): boolean =>
  Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_AUDIT_LIMIT
