import { resolve } from '../services/resolve.js'
import { acceptAll, acceptBy } from '../store/filter.js'
import type { Recorded } from '../store/model.js'
import { isShownInAll, isVisible } from '../store/reading.js'
import type { Store } from '../store/store.js'
import { type Message, messageOf } from './message.js'
import { type GroupConfig, sourceOfAll } from './settings.js'

/** The events of a group's stream, or of `$all`, one after the other from where the group stands. */
export class Source {
  private readonly store: Store
  private readonly config: GroupConfig
  private readonly accept: (event: Recorded) => boolean
  private next: number
  /** The revision or position of the last event that was pulled. */
  last: bigint | undefined

  constructor(store: Store, config: GroupConfig, checkpoint: bigint | undefined) {
    this.store = store
    this.config = config
    this.last = checkpoint
    this.accept = config.filter === undefined ? acceptAll : acceptBy(config.filter)
    this.next = checkpoint === undefined ? this.firstIndex() : this.indexOf(checkpoint) + 1
  }

  pull(): Message | undefined {
    for (let event = this.events(this.next); event !== undefined; event = this.events(this.next)) {
      this.next += 1
      const place = { at: this.placeOf(event), before: this.last }
      this.last = place.at
      if (this.isWanted(event))
        return messageOf(resolve(this.store, event, this.config.settings.resolveLinks), event, place)
    }
    return undefined
  }

  get newest(): bigint | undefined {
    const event = this.isAll ? this.store.log.at(this.store.log.length - 1) : this.stream.at(-1)
    return event === undefined ? undefined : this.placeOf(event)
  }

  private get isAll(): boolean {
    return this.config.source === sourceOfAll
  }

  private get stream(): readonly Recorded[] {
    return this.store.log.stream(this.config.source)
  }

  private events(index: number): Recorded | undefined {
    return this.isAll ? this.store.log.at(index) : this.stream[index]
  }

  private placeOf(event: Recorded): bigint {
    return this.isAll ? event.position : event.revision
  }

  private indexOf(place: bigint): number {
    return this.isAll ? this.store.log.indexFrom(place) : Number(place)
  }

  private firstIndex(): number {
    const { from } = this.config
    if (from === 'start') return 0
    return from === 'end' ? (this.isAll ? this.store.log.length : this.stream.length) : this.indexOf(from)
  }

  private isWanted(event: Recorded): boolean {
    return this.isAll ? isShownInAll(event) && this.accept(event) : isVisible(this.store, event)
  }
}
