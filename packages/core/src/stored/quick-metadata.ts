import { CommandId, CorrelationId } from '../domain/ids.js'
import { Actor } from '../domain/values.js'
import { EventMetadata } from './event-metadata.js'
import { hasFields } from './quick-event.js'

type Stored = { readonly [Field in keyof EventMetadata]?: unknown }

/**
 * Metadata that says who and as part of what, sealed or not, and no more; undefined for all that needs a closer look. As
 * `quickEvent`: 0.1 µs instead of 0.5, and the events of one actor share one object.
 */
export const quickMetadata = (data: unknown): EventMetadata | undefined => {
  if (typeof data !== 'object' || data === null) return undefined
  const { actor, commandId, correlationId, hash }: Stored = data
  if (!hasFields(data, hash === undefined ? 3 : 4)) return EventMetadata.quick(data)
  const known = sharedActor(actor)
  if (known === undefined || !CommandId.is(commandId)) return undefined
  // A command that belongs to nothing larger is its own correlation, and both ids have one form.
  if (correlationId !== commandId && !CorrelationId.is(correlationId)) return undefined
  if (hash === undefined) return { actor: known, commandId, correlationId: correlationId as CorrelationId }
  if (typeof hash !== 'string') return undefined
  return { actor: known, commandId, correlationId: correlationId as CorrelationId, hash }
}

let last: Actor = Object.freeze({ kind: 'system', id: 'system' as Actor['id'] })

/** The last actor again, when it is the same: whole ledgers are written by few. */
const sharedActor = (data: unknown): Actor | undefined => {
  if (typeof data !== 'object' || data === null) return undefined
  const { kind, id }: { readonly [Field in keyof Actor]?: unknown } = data
  if (kind === last.kind && id === last.id && hasFields(data, 2)) return last
  const actor = Actor.quick(data)
  if (actor !== undefined) last = Object.freeze(actor)
  return actor
}
