import type { Consumer, Message } from './message.js'
import type { Strategy } from './settings.js'

interface Slot {
  readonly consumer: Consumer
  readonly inFlight: Set<string>
}

/** The clients of a group, who of them is next, and what each has not answered yet. */
export class Consumers {
  private readonly strategy: Strategy
  private slots: readonly Slot[] = []
  private turn = 0

  constructor(strategy: Strategy) {
    this.strategy = strategy
  }

  get all(): readonly { readonly consumer: Consumer; readonly inFlight: ReadonlySet<string> }[] {
    return this.slots
  }

  add(consumer: Consumer): void {
    this.slots = [...this.slots, { consumer, inFlight: new Set() }]
  }

  /** The ids that were still open with it. */
  remove(consumer: Consumer): readonly string[] {
    const gone = this.slots.find((slot) => slot.consumer === consumer)
    this.slots = this.slots.filter((slot) => slot !== gone)
    return [...(gone?.inFlight ?? [])]
  }

  /** Hands a message to whose turn it is; `false` when nobody who may have it has room. */
  give(message: Message): boolean {
    const slot = this.candidates(message).find(({ consumer, inFlight }) => inFlight.size < consumer.capacity)
    if (slot === undefined) return false
    slot.inFlight.add(message.id)
    this.turn = this.slots.indexOf(slot) + 1
    slot.consumer.send(message)
    return true
  }

  answered(id: string): void {
    for (const slot of this.slots) slot.inFlight.delete(id)
  }

  private candidates(message: Message): readonly Slot[] {
    if (this.strategy === 'DispatchToSingle' || this.slots.length === 0) return this.slots
    if (this.strategy === 'RoundRobin') return rotated(this.slots, this.turn)
    return rotated(this.slots, hash((message.resolved.event ?? message.resolved.link)?.stream ?? '')).slice(
      0,
      1,
    )
  }
}

const rotated = (slots: readonly Slot[], by: number): readonly Slot[] => {
  const start = by % slots.length
  return [...slots.slice(start), ...slots.slice(0, start)]
}

const hash = (text: string): number =>
  [...text].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7)
