import type { Store } from '../store/store.js'
import { Checkpoints } from './checkpoints.js'
import { Consumers } from './consumers.js'
import { again, type Consumer, type Message } from './message.js'
import { Parking } from './parking.js'
import { type GroupConfig, streamsOf } from './settings.js'
import { Source } from './source.js'

export type NackAction = 'retry' | 'park' | 'skip' | 'stop' | 'unknown'

interface Outstanding {
  readonly message: Message
  readonly expires: number
}

/** One group of a persistent subscription: hands out messages, waits for the answers, tries again, parks. */
export class Group {
  readonly config: GroupConfig
  readonly consumers: Consumers
  readonly parking: Parking
  readonly checkpoints: Checkpoints
  readonly source: Source
  readonly outstanding = new Map<string, Outstanding>()
  retry: Message[] = []
  processed = 0
  private readonly now: () => number

  constructor(store: Store, config: GroupConfig) {
    const names = streamsOf(config)
    this.config = config
    this.now = store.now
    this.consumers = new Consumers(config.settings.strategy)
    this.parking = new Parking(store, names.parked)
    this.checkpoints = new Checkpoints(store, names.checkpoint, config)
    this.source = new Source(store, config, this.checkpoints.load())
  }

  get isFull(): boolean {
    const { maxSubscriberCount } = this.config.settings
    return maxSubscriberCount > 0 && this.consumers.all.length >= maxSubscriberCount
  }

  connect(consumer: Consumer): void {
    this.consumers.add(consumer)
    this.push()
  }

  /** What a lost client had not answered is tried again with the others, however often it was tried before. */
  disconnect(consumer: Consumer): void {
    for (const id of this.consumers.remove(consumer)) this.close(id, (message) => this.tryAgain(message))
    this.push()
  }

  ack(ids: readonly string[]): void {
    for (const id of ids) this.close(id, () => undefined)
    this.settled(false)
  }

  nack(ids: readonly string[], action: NackAction, reason: string): void {
    for (const id of ids) this.close(id, (message) => this.refused(message, action, reason))
    this.settled(false)
  }

  /** The clock of the group: what was not answered in time is tried again, and checkpoints are due. */
  tick(): void {
    const now = this.now()
    for (const [id, { expires }] of this.outstanding) {
      if (expires <= now) this.close(id, (message) => this.tryAgainOrPark(message))
    }
    this.settled(true)
  }

  replayParked(limit: number): void {
    this.retry.push(...this.parking.takeOut(limit))
    this.push()
  }

  /** Hands out what there is: first what must be tried again, then new events, as long as somebody has room. */
  push(): void {
    while (this.consumers.all.length > 0) {
      const message = this.retry.shift() ?? this.source.pull()
      if (message === undefined) return
      if (!this.consumers.give(message)) {
        this.retry.unshift(message)
        return
      }
      this.processed += 1
      this.outstanding.set(message.id, { message, expires: this.now() + this.config.settings.messageTimeout })
    }
  }

  dropAll(): void {
    for (const { consumer } of this.consumers.all) consumer.drop()
  }

  private settled(byClock: boolean): void {
    const open = [...this.outstanding.values()].map(({ message }) => message).concat(this.retry)
    this.checkpoints.mark(open, this.source.last, byClock)
    this.push()
  }

  /** An id that is not outstanding (any more) is ignored, as a late answer is. */
  private close(id: string, then: (message: Message) => void): void {
    const entry = this.outstanding.get(id)
    this.outstanding.delete(id)
    this.consumers.answered(id)
    if (entry !== undefined) then(entry.message)
  }

  private refused(message: Message, action: NackAction, reason: string): void {
    if (action === 'retry' || action === 'unknown') this.tryAgainOrPark(message)
    if (action === 'park') this.parking.park(message, `Client explicitly NAK'ed message.\n${reason}`)
    // 'skip' is done with it, and so is 'stop', which stops nothing on the server either.
  }

  private tryAgainOrPark(message: Message): void {
    const { maxRetryCount } = this.config.settings
    if (message.retryCount < maxRetryCount) this.tryAgain(message)
    else this.parking.park(message, `Reached retry count of ${maxRetryCount}`)
  }

  private tryAgain(message: Message): void {
    this.retry.push(again(message))
  }
}
