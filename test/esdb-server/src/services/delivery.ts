import type { DeliveryFault } from '../faults/fault.js'
import type { Host } from '../host.js'
import { streamDeleted } from '../wire/failure.js'
import type { Sink } from './sink.js'
import { suffer } from './suffer.js'

/** The events of one call, under the faults that may strike before the first and after each of them. */
export class Delivery<Message> {
  readonly sink: Sink<Message>
  private readonly host: Host
  private readonly on: DeliveryFault['on']
  private delivered = 0

  constructor(host: Host, on: DeliveryFault['on'], sink: Sink<Message>) {
    this.host = host
    this.on = on
    this.sink = sink
  }

  /** To be asked once before anything is sent. `false`: a fault has ended the call. */
  async begin(): Promise<boolean> {
    return this.strike(undefined)
  }

  async deliver(event: Message): Promise<boolean> {
    if (!(await this.sink.send(event))) return false
    this.delivered += 1
    return this.strike(event)
  }

  private async strike(last: Message | undefined): Promise<boolean> {
    const { call } = this.sink
    const fault = this.host.faults.take({ on: this.on, stream: call.stream, delivered: this.delivered })
    if (fault === undefined) return true
    switch (fault.do) {
      case 'end':
        this.sink.end()
        return false
      case 'stream-deleted':
        this.sink.fail(streamDeleted(call.stream))
        return false
      case 'duplicate':
        return last === undefined || this.sink.send(last)
      default:
        return (await suffer(this.host.cables, fault.do, { call, fail: this.sink.fail })) && !call.isOver
    }
  }
}
