import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'

/** On what a request is conditional, and under which key it may be repeated. */
export interface Preconditions {
  /** The revision of `If-Match`. */
  readonly ifRevision: number | undefined
  /** The `If-None-Match` header, as it came. */
  readonly ifNoneMatch: string | null
  /** The `Idempotency-Key` header, checked before. */
  readonly idempotencyKey: string | undefined
}

const ETAG = /^"(\d{1,15})"$/

/** The `ETag` of a pool at a revision. */
export const etagOf = (revision: number): string => `"${revision}"`

/** Reads the headers; `conditional` says whether the endpoint obeys `If-Match`. */
export const preconditionsOf = (headers: Headers, conditional: boolean): E.Either<Failure, Preconditions> => {
  const idempotencyKey = headers.get('idempotency-key') ?? undefined
  const ifNoneMatch = headers.get('if-none-match')
  const ifMatch = conditional ? (headers.get('if-match')?.trim() ?? '*') : '*'
  if (ifMatch === '*') return E.right({ ifRevision: undefined, ifNoneMatch, idempotencyKey })
  const revision = ETAG.exec(ifMatch)?.[1]
  return revision === undefined
    ? E.left({ _tag: 'PreconditionMalformed' })
    : E.right({ ifRevision: Number(revision), ifNoneMatch, idempotencyKey })
}

/** Whether `If-None-Match` names this revision: the caller has it already. */
export const isKnown = (ifNoneMatch: string | null, revision: number): boolean =>
  ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(revision)) ?? false
