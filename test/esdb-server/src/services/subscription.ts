import { randomUUID } from 'node:crypto'
import type { Host } from '../host.js'
import { DELETED } from '../store/model.js'
import { Wake } from '../wake.js'
import type { streams } from '../wire/protocol.js'
import { caughtUp, checkpoint, confirmation } from '../wire/read.js'
import type { Delivery } from './delivery.js'

/** A live subscription that has more than this many events before it has fallen behind: it must catch up again. */
export const liveBuffer = 32

const highest = 2n * DELETED + 1n

/** What both kinds of catch-up subscription say beside events, and how they wait for the next commit. */
export class Subscription {
  readonly delivery: Delivery<streams.ReadResp>
  private readonly host: Host
  private readonly wake = new Wake()
  private lastCheckpoint = -1n

  constructor(host: Host, delivery: Delivery<streams.ReadResp>) {
    this.host = host
    this.delivery = delivery
    const stop = host.store.log.onCommit(this.wake.ring)
    void delivery.sink.call.over.then(() => {
      stop()
      this.wake.ring()
    })
  }

  async confirm(): Promise<boolean> {
    return this.delivery.sink.send(confirmation(randomUUID()))
  }

  async caughtUp(): Promise<boolean> {
    if (this.host.faults.take({ on: 'caught-up' }) !== undefined) return !this.delivery.sink.call.isOver
    return this.delivery.sink.send(caughtUp())
  }

  /** The same checkpoint is not told twice, and none goes backwards, unless a fault wants it. */
  async checkpoint(position: bigint): Promise<boolean> {
    if (position <= this.lastCheckpoint) return !this.delivery.sink.call.isOver
    this.lastCheckpoint = position
    switch (this.host.faults.take({ on: 'checkpoint' })?.do) {
      case 'skip':
        return !this.delivery.sink.call.isOver
      case 'max':
        return this.delivery.sink.send(checkpoint(highest))
      case 'rewind':
        return this.delivery.sink.send(checkpoint(0n))
      case undefined:
        return this.delivery.sink.send(checkpoint(position))
    }
  }

  /** Resolves at the next commit; `false` when the call is over. */
  async nextCommit(): Promise<boolean> {
    await this.wake.wait()
    return !this.delivery.sink.call.isOver
  }
}
