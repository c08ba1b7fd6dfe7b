import type { OpenCall } from '../calls.js'
import type { Failure } from '../wire/failure.js'

/** A call of grpc-js that messages are written to. */
export interface Writable<Message> {
  write(message: Message): boolean
  end(): void
  emit(event: 'error', failure: Failure): boolean
  once(event: 'drain', listener: () => void): unknown
}

/** The writing side of a call: waits when the client does not keep up, and knows when there is nobody any more. */
export class Sink<Message> {
  readonly call: OpenCall
  private readonly writable: Writable<Message>

  constructor(call: OpenCall, writable: Writable<Message>) {
    this.call = call
    this.writable = writable
  }

  /** Resolves when the client takes more; `false` when the call is over. */
  async send(message: Message): Promise<boolean> {
    if (this.call.isOver) return false
    this.call.sent += 1
    if (!this.writable.write(message)) await Promise.race([this.drained(), this.call.over])
    return !this.call.isOver
  }

  end(): void {
    if (this.call.isOver) return
    this.call.close()
    this.writable.end()
  }

  readonly fail = (failure: Failure): void => {
    if (this.call.isOver) return
    this.call.close()
    this.writable.emit('error', failure)
  }

  private async drained(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.writable.once('drain', resolve)
    })
  }
}
