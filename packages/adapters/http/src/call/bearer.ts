import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'
import type { Authenticate, Awaitable, Scope, Subject } from '../ports/subject.js'
import { andThen } from './awaitable.js'

/** What somebody who works for an organization must be allowed to do. */
export interface StaffAccess {
  readonly kind: 'organization'
  readonly need: 'read' | 'write' | 'audit' | 'webhooks' | 'webhooks_write'
}

/** Who may call an endpoint. */
export type Access =
  | StaffAccess
  | { readonly kind: 'customer'; readonly need: 'read' | 'write' }
  | { readonly kind: 'public' }

/** Access that asks for a token. */
export type TokenAccess = Exclude<Access, { kind: 'public' }>

type NeedOf<Kind> = Extract<TokenAccess, { kind: Kind }>['need']

const SCOPES = {
  organization: {
    read: ['customer_seats:read', 'customer_seats:write'],
    write: ['customer_seats:write'],
    audit: ['seat_audit:read'],
    webhooks: ['webhooks:read', 'webhooks:write'],
    webhooks_write: ['webhooks:write'],
  },
  customer: { read: ['customer_portal:read', 'customer_portal:write'], write: ['customer_portal:write'] },
} as const satisfies { [Kind in TokenAccess['kind']]: Record<NeedOf<Kind>, readonly Scope[]> }

/** The scopes of which one is enough. */
export const scopesOf = (access: TokenAccess): readonly Scope[] =>
  access.kind === 'organization' ? SCOPES.organization[access.need] : SCOPES.customer[access.need]

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
