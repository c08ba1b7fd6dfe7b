import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'
import type { Authenticate, Scope, Subject } from '../ports/subject.js'

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
export const admit = async (
  header: string | null,
  access: TokenAccess,
  authenticate: Authenticate,
): Promise<E.Either<Failure, Subject>> => {
  const token = header === null ? undefined : BEARER.exec(header)?.[1]
  const found = token === undefined ? undefined : authenticate(token)
  const subject = found instanceof Promise ? await found : found
  const isRightKind = (subject?.kind === 'customer_session') === (access.kind === 'customer')
  if (subject === undefined || !isRightKind) {
    return E.left({ _tag: 'Unauthenticated', tokenGiven: header !== null })
  }
  const scopes = scopesOf(access)
  return scopes.some((scope) => subject.scopes.includes(scope))
    ? E.right(subject)
    : E.left({ _tag: 'ScopeMissing', scopes })
}
