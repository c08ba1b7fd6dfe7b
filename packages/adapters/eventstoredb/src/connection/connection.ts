import type { AppendFailure, ReadFailure } from '@seat-ledger/core'
import pLimit, { type LimitFunction } from 'p-limit'
import type { CallOptions, ClientFactory } from './esdb-client.js'
import { Line } from './line.js'

/** How an adapter talks to its server. */
export interface ConnectionSettings {
  readonly clients: ClientFactory
  readonly call: CallOptions
  /** Milliseconds after which a call is given up, or a read in which nothing more comes. */
  readonly timeoutMs: number
  readonly appendsInFlight: number
  /** Milliseconds without a word on a subscription, after which the log is looked at for what it keeps back. */
  readonly silenceMs: number
}

/** What was asked of a connection that is closed. */
export const CLOSED = {
  _tag: 'StoreRefused',
  detail: 'EventStoreDB: the connection was closed',
  cause: undefined,
} as const satisfies AppendFailure & ReadFailure

/**
 * Two lines to the server: a reader that is slow to take its events must not hold up appends, and would on one TCP
 * connection.
 */
export class Connection {
  readonly settings: ConnectionSettings
  /** Appends, and reads that end. */
  readonly commands: Line
  /** Subscriptions. */
  readonly subscriptions: Line
  /** At most so many appends at once: thousands of calls in flight time out before the server gets to them. */
  readonly appending: LimitFunction
  private readonly stopping = new AbortController()
  private readonly pending = new Set<Promise<unknown>>()

  constructor(settings: ConnectionSettings) {
    this.settings = settings
    this.appending = pLimit(settings.appendsInFlight)
    let clients = 0
    const connect = () => settings.clients(clients++)
    this.commands = new Line(connect)
    this.subscriptions = new Line(connect)
    // Made now, so that wrong options are refused where they are given.
    this.commands.leave(this.commands.enter())
  }

  /** Aborted when the connection is closed. */
  get closing(): AbortSignal {
    return this.stopping.signal
  }

  /** Holds up `close` until the work is done: what was asked for gets its answer. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.pending.add(work)
    try {
      return await work
    } finally {
      this.pending.delete(work)
    }
  }

  /** Takes no more calls, lets the running ones end, gives everything back. */
  async close(): Promise<void> {
    this.stopping.abort()
    await Promise.allSettled(this.pending)
    await Promise.allSettled([this.commands.close(), this.subscriptions.close()])
  }
}
