import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'
import type { Authenticate, Awaitable, Scope, Subject } from '../ports/subject.js'
import { andThen } from './awaitable.js'

/** Who may call an endpoint. */
export type Access =
  | { readonly kind: 'organization'; readonly need: 'read' | 'write' }
  | { readonly kind: 'customer'; readonly need: 'read' | 'write' }
  | { readonly kind: 'public' }

/** Access that asks for a token. */
export type TokenAccess = Exclude<Access, { kind: 'public' }>

const SCOPES = {
  organization: { read: ['customer_seats:read', 'customer_seats:write'], write: ['customer_seats:write'] },
  customer: { read: ['customer_portal:read', 'customer_portal:write'], write: ['customer_portal:write'] },
} as const satisfies Record<TokenAccess['kind'], Record<TokenAccess['need'], readonly Scope[]>>

/** The scopes of which one is enough. */
export const scopesOf = ({ kind, need }: TokenAccess): readonly Scope[] => SCOPES[kind][need]

/** Whether the subject may also write, and so see invitation tokens. */
export const mayWrite = ({ kind, scopes }: Subject): boolean =>
  scopes.includes(kind === 'customer_session' ? 'customer_portal:write' : 'customer_seats:write')

const BEARER = /^Bearer +([\x21-\x7e]{1,4096}) *$/i

/** Who sends this `Authorization` header, if that is somebody who may. */
export const admit = (
  header: string | null,
  access: TokenAccess,
  authenticate: Authenticate,
): Awaitable<E.Either<Failure, Subject>> => {
  const token = header === null ? undefined : BEARER.exec(header)?.[1]
  if (token === undefined) return E.left({ _tag: 'Unauthenticated', tokenGiven: header !== null })
  return andThen(authenticate(token), (subject) => judge(subject, access))
}

const judge = (subject: Subject | undefined, access: TokenAccess): E.Either<Failure, Subject> => {
  const isRightKind = (subject?.kind === 'customer_session') === (access.kind === 'customer')
  if (subject === undefined || !isRightKind) return E.left({ _tag: 'Unauthenticated', tokenGiven: true })
  const scopes = scopesOf(access)
  return scopes.some((scope) => subject.scopes.includes(scope))
    ? E.right(subject)
    : E.left({ _tag: 'ScopeMissing', scopes })
}
