import type { Host } from '../host.js'
import { acceptAll, acceptBy } from '../store/filter.js'
import { isShownInAll } from '../store/reading.js'
import { invalidArgument, invalidPosition } from '../wire/failure.js'
import type { streams } from '../wire/protocol.js'
import { type AllSource, defaultWindow } from '../wire/read.js'
import { readEvent } from '../wire/recorded.js'
import type { Delivery } from './delivery.js'
import { resolve } from './resolve.js'
import { liveBuffer, Subscription } from './subscription.js'

const none = -1n

/** Follows the whole log from behind a position. With a filter it tells checkpoints as the server does, see README. */
export const subscribeToAll = async (
  host: Host,
  delivery: Delivery<streams.ReadResp>,
  source: AllSource,
  resolveLinks: boolean,
): Promise<void> => {
  const { log } = host.store
  if (typeof source.from === 'bigint' && !log.isBoundary(source.from)) {
    delivery.sink.fail(invalidPosition())
    return
  }
  const accept = acceptOf(source)
  if (accept === undefined) {
    delivery.sink.fail(invalidArgument('Invalid filter expression.'))
    return
  }
  const follower = new AllFollower(host, new Subscription(host, delivery), source, accept, resolveLinks)
  await follower.run()
}

const acceptOf = ({ filter }: AllSource) => {
  try {
    return filter === undefined ? acceptAll : acceptBy(filter)
  } catch {
    return undefined
  }
}

class AllFollower {
  private readonly host: Host
  private readonly subscription: Subscription
  private readonly accept: ReturnType<typeof acceptBy>
  private readonly resolveLinks: boolean
  private readonly filtered: boolean
  private readonly window: number
  private readonly interval: number
  private next: number
  /** The position the client could safely resume behind. */
  private reached: bigint
  private considered = 0

  constructor(
    host: Host,
    subscription: Subscription,
    { from, filter }: AllSource,
    accept: ReturnType<typeof acceptBy>,
    resolveLinks: boolean,
  ) {
    this.host = host
    this.subscription = subscription
    this.accept = accept
    this.resolveLinks = resolveLinks
    this.filtered = filter !== undefined
    this.window = filter?.window ?? defaultWindow
    this.interval = this.window * (filter?.checkpointInterval ?? 1)
    const { log } = host.store
    this.next = from === 'start' ? 0 : from === 'end' ? log.length : log.indexFrom(from)
    // Exclusive: the event at the given position was handled before.
    if (typeof from === 'bigint' && log.at(this.next)?.position === from) this.next += 1
    this.reached = typeof from === 'bigint' ? from : none
  }

  async run(): Promise<void> {
    if (!(await this.subscription.confirm())) return
    // Who starts at the head is live at once, and gets no checkpoint for it.
    let going = this.pending === 0 || (await this.catchUp())
    while (going && (await this.subscription.caughtUp()))
      going = (await this.followLive()) && (await this.catchUp())
  }

  private get pending(): number {
    return this.host.store.log.length - this.next
  }

  /** Page by page to the head, with a checkpoint after every interval and one at the end. */
  private async catchUp(): Promise<boolean> {
    this.considered = 0
    // The first page starts where the reader stands. Only a later page moves the checkpoint past foreign events.
    let pageStart = this.reached === none ? 0n : this.reached
    while (this.pending > 0) {
      const count = Math.min(this.window, this.pending)
      for (let index = 0; index < count; index += 1) if (!(await this.consider())) return false
      if (this.reached < pageStart) this.reached = pageStart
      this.considered += count
      pageStart = this.host.store.log.at(this.next)?.position ?? none
      if (this.pending > 0 && this.considered >= this.interval) {
        this.considered %= this.interval
        if (!(await this.checkpoint(this.reached))) return false
      }
    }
    return this.checkpoint(this.reached)
  }

  /** `true` when the subscription has fallen behind, `false` when it is over. */
  private async followLive(): Promise<boolean> {
    this.considered = 0
    for (;;) {
      if (this.pending > liveBuffer) return this.checkpoint(this.reached)
      while (this.pending > 0) {
        const position = this.host.store.log.at(this.next)?.position ?? none
        if (!(await this.consider())) return false
        this.considered += 1
        if (this.considered < this.interval) continue
        this.considered = 0
        this.reached = position
        if (!(await this.checkpoint(position))) return false
      }
      if (!(await this.subscription.nextCommit())) return false
    }
  }

  private async consider(): Promise<boolean> {
    const event = this.host.store.log.at(this.next)
    this.next += 1
    if (event === undefined || !isShownInAll(event) || !this.accept(event)) return true
    this.reached = event.position
    const message = readEvent(resolve(this.host.store, event, this.resolveLinks))
    return this.subscription.delivery.deliver(message)
  }

  private async checkpoint(position: bigint): Promise<boolean> {
    return !this.filtered || position === none || this.subscription.checkpoint(position)
  }
}
