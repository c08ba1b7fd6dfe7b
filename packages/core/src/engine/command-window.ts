import type { CommandId } from '../domain/ids.js'
import type { Outcome } from './outcome.js'

/** How many of a ledger's last commands are remembered by the id that their caller chose. */
export const COMMAND_WINDOW = 10_000

/** A command that was carried out: what tells its body from another, and its first answer. */
export interface Remembered {
  readonly commandId: CommandId
  readonly fingerprint: string
  readonly outcome: Outcome
}

/**
 * The commands that a ledger remembers, the oldest forgotten first. The ring beside the map is there because taking
 * the first key of a native Map again and again walks over all that was deleted before it.
 */
export class CommandWindow {
  private readonly byId = new Map<CommandId, Remembered>()
  private readonly ring: CommandId[] = []
  private oldest = 0

  get size(): number {
    return this.byId.size
  }

  /** What is remembered, the oldest first. */
  entries(): Remembered[] {
    const inOrder = [...this.ring.slice(this.oldest), ...this.ring.slice(0, this.oldest)]
    return inOrder.flatMap((commandId) => this.byId.get(commandId) ?? [])
  }

  find(commandId: CommandId): Remembered | undefined {
    return this.byId.get(commandId)
  }

  add(remembered: Remembered): void {
    this.byId.set(remembered.commandId, remembered)
    if (this.ring.length < COMMAND_WINDOW) {
      this.ring.push(remembered.commandId)
      return
    }
    const forgotten = this.ring[this.oldest]
    if (forgotten !== undefined) this.byId.delete(forgotten)
    this.ring[this.oldest] = remembered.commandId
    this.oldest = (this.oldest + 1) % COMMAND_WINDOW
  }
}
