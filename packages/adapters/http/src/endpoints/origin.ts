import type { Actor, CommandId, CorrelationId } from '@seat-ledger/core'
import { commandIdOf } from '../call/idempotency.js'
import type { Preconditions } from '../call/preconditions.js'
import type { Arrival } from './endpoint.js'

/** What every command says about where it comes from. */
export interface CommandOrigin {
  readonly actor: Actor
  readonly correlationId: CorrelationId
  readonly commandId?: CommandId
  readonly ifRevision?: number
}

/** Who gives a command: the caller, under the request's id, key and condition. */
export const originOf = (
  call: Preconditions & { readonly arrival: Arrival },
  who: { readonly actor: Actor; readonly keyScope: string },
): CommandOrigin => {
  const commandId = commandIdOf(who.keyScope, call.idempotencyKey)
  const { ifRevision } = call
  return {
    actor: who.actor,
    correlationId: call.arrival.requestId,
    ...(commandId === undefined ? {} : { commandId }),
    ...(ifRevision === undefined ? {} : { ifRevision }),
  }
}
