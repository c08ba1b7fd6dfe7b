import type { Recorded } from '../store/model.js'
import type { Resolved } from '../wire/recorded.js'

/** An event on its way through a group. */
export interface Message {
  readonly resolved: Resolved
  /** The id that acknowledges it: the link's, where there is one. */
  readonly id: string
  readonly retryCount: number
  /** Where it lies in the source, for the checkpoint; `undefined` for a parked message that is replayed. */
  readonly place: Place | undefined
}

/** A place in the source, and the one before it: the checkpoint while this message is still open. */
export interface Place {
  readonly at: bigint
  readonly before: bigint | undefined
}

export const messageOf = (resolved: Resolved, original: Recorded, place: Place | undefined): Message => ({
  resolved,
  id: original.id,
  retryCount: 0,
  place,
})

export const again = (message: Message): Message => ({ ...message, retryCount: message.retryCount + 1 })

/** A client of the group with room for `capacity` messages that it has not answered yet. */
export interface Consumer {
  readonly name: string
  readonly capacity: number
  send(message: Message): void
  drop(): void
}
