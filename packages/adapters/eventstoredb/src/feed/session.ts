import type { FeedMessage } from '@seat-ledger/core'
import type { Connection } from '../connection/connection.js'
import type { EsdbClient } from '../connection/esdb-client.js'
import { toRecordedEvent } from '../wire/events.js'
import { AllSubscription, type Signal } from './all-subscription.js'
import { isOurs } from './head.js'
import type { Progress } from './progress.js'
import { Quiet } from './quiet.js'

/** Why a subscription ended; without an error when nobody said why. */
export interface SessionEnd {
  readonly error: unknown
}

/** One subscription from beginning to end, and what the reader is told of it. */
export class FeedSession {
  /** Whether the server gave anything: then it is there, and the next failure is a new one. */
  wasUseful = false
  /** Whether the reader is to be told when it has had everything. */
  private owesCaughtUp = true

  private readonly connection: Connection
  private readonly progress: Progress
  private readonly prefix: string
  private readonly stop: AbortSignal
  private readonly quiet: Quiet

  constructor(connection: Connection, progress: Progress, prefix: string, stop: AbortSignal) {
    this.connection = connection
    this.progress = progress
    this.prefix = prefix
    this.stop = stop
    this.quiet = new Quiet(connection, prefix, stop)
  }

  async *messages(): AsyncGenerator<FeedMessage, SessionEnd, undefined> {
    const line = this.connection.subscriptions
    let client: EsdbClient | undefined
    let subscription: AllSubscription | undefined
    try {
      client = line.enter()
      subscription = new AllSubscription(
        client,
        this.progress.position,
        this.prefix,
        this.connection.settings.call,
      )
    } catch (error) {
      if (client !== undefined) line.leave(client)
      return { error }
    }
    try {
      while (!this.stop.aborted) {
        const signal = subscription.take()
        if (signal?._tag === 'Over') {
          if (!this.wasUseful) line.failed(client)
          return { error: signal.error }
        }
        if (signal !== undefined && !this.wasUseful) {
          this.wasUseful = true
          line.worked(client)
        }
        const message = signal === undefined ? await this.wait(subscription) : this.messageOf(signal)
        if (message === 'stalled') {
          line.hung(client)
          break
        }
        if (message !== undefined) yield message
      }
      return { error: undefined }
    } finally {
      subscription.close()
      line.leave(client)
    }
  }

  private messageOf(signal: Exclude<Signal, { _tag: 'Over' }>): FeedMessage | undefined {
    switch (signal._tag) {
      case 'Event': {
        const event = toRecordedEvent(signal.event)
        if (event === undefined || !isOurs(event.stream, this.prefix)) return undefined
        if (!this.progress.give(event.position)) return undefined
        this.owesCaughtUp = true
        this.quiet.broken()
        return { _tag: 'Event', event }
      }
      case 'CaughtUp':
        this.quiet.live()
        return this.caughtUp()
      case 'Checkpoint': {
        this.quiet.broken()
        // To a reader that has everything it is news: for long, nothing of its own has come.
        const isNews = this.progress.claim(signal.position) && !this.owesCaughtUp
        return isNews ? this.caughtUp() : undefined
      }
    }
  }

  private async wait(subscription: AllSubscription): Promise<FeedMessage | 'stalled' | undefined> {
    const standing = await this.quiet.wait(subscription, this.progress.position, this.owesCaughtUp)
    if (standing === 'caught-up' && this.owesCaughtUp) return this.caughtUp()
    return standing === 'stalled' ? 'stalled' : undefined
  }

  private caughtUp(): FeedMessage {
    this.owesCaughtUp = false
    return { _tag: 'CaughtUp', position: this.progress.position }
  }
}
