import { setTimeout as wait } from 'node:timers/promises'
import type {
  PersistentAction,
  PersistentSubscriptionToAll,
  PersistentSubscriptionToAllResolvedEvent,
} from '@eventstore/db-client'
import {
  type LedgerRecord,
  type Reaction,
  type ReactorEnd,
  type ReadFailure,
  readRecord,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { factsOf, readFailure } from '../connection/failures.js'
import { toRecordedEvent } from '../wire/events.js'
import type { QueueOptions } from './queue-options.js'

/** Waits between two tries to join: a random part of 100 ms, then of twice as much each time, up to 5 s. */
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
const DETAIL_LENGTH = 500

type Settings = QueueOptions & Required<Pick<QueueOptions, 'messageTimeoutMs' | 'prefix'>>

/** Takes records from a persistent subscription, hands them to the reactor, tells the server what became of each. */
export class QueueConsumer {
  skipped = 0
  private readonly connection: Connection
  private readonly settings: Settings
  private readonly create: () => Promise<E.Either<ReadFailure, void>>
  private readonly stopping = new AbortController()
  private readonly handling = new Set<Promise<void>>()
  private end: ReactorEnd = { _tag: 'Stopped' }

  constructor(
    connection: Connection,
    settings: Settings,
    create: () => Promise<E.Either<ReadFailure, void>>,
  ) {
    this.connection = connection
    this.settings = settings
    this.create = create
  }

  stop(): void {
    this.stopping.abort()
  }

  async run(): Promise<ReactorEnd> {
    const { signal } = this.stopping
    const abort = (): void => this.stop()
    this.connection.closing.addEventListener('abort', abort, { once: true })
    let failures = 0
    while (!signal.aborted) {
      const { wasUseful, error } = await this.join()
      if (signal.aborted) break
      if (factsOf(error).type === 'persistent-subscription-does-not-exist') await this.found()
      else if (error !== undefined) this.settings.onInterruption?.(readFailure(error))
      failures = wasUseful ? 1 : failures + 1
      const pause = Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
      await wait(pause, undefined, { signal }).catch(() => undefined)
    }
    this.connection.closing.removeEventListener('abort', abort)
    return this.end
  }

  /** Makes the queue; that another process was faster is as good. */
  private async found(): Promise<void> {
    const created = await this.create()
    if (E.isRight(created) || factsOf(created.left.cause).type === 'persistent-subscription-exists') return
    this.settings.onInterruption?.(created.left)
  }

  /** One subscription, from joining to losing it. */
  private async join(): Promise<{ readonly wasUseful: boolean; readonly error: unknown }> {
    const { reactor, concurrency = 10 } = this.settings
    const line = this.connection.subscriptions
    const entered = E.tryCatch(
      () => line.enter(),
      (error) => error,
    )
    if (E.isLeft(entered)) return { wasUseful: false, error: entered.left }
    const client = entered.right
    const { call } = this.connection.settings
    const source = client.subscribeToPersistentSubscriptionToAll(reactor.name, {
      ...call,
      bufferSize: concurrency,
    })
    let wasUseful = false
    const error = await new Promise<unknown>((resolve) => {
      source
        .on('confirmation', () => {
          wasUseful = true
        })
        .on('data', (resolved: PersistentSubscriptionToAllResolvedEvent) => this.take(source, resolved))
        .on('error', resolve)
        .on('end', () => resolve(undefined))
        .on('close', () => resolve(undefined))
      this.stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true })
      if (this.stopping.signal.aborted) resolve(undefined)
    })
    if (!wasUseful) line.failed(client)
    else line.worked(client)
    await Promise.all(this.handling)
    void source.unsubscribe().catch(() => undefined)
    line.leave(client)
    return { wasUseful, error }
  }

  private take(
    source: PersistentSubscriptionToAll,
    resolved: PersistentSubscriptionToAllResolvedEvent,
  ): void {
    if (this.stopping.signal.aborted) return
    const work: Promise<void> = this.handle(source, resolved)
      // What could not be told to the server is handed out again.
      .catch(() => undefined)
      .then(() => {
        this.handling.delete(work)
      })
    this.handling.add(work)
  }

  private async handle(
    source: PersistentSubscriptionToAll,
    resolved: PersistentSubscriptionToAllResolvedEvent,
  ): Promise<void> {
    const recorded = resolved.event === undefined ? undefined : toRecordedEvent(resolved.event)
    const record = recorded === undefined ? undefined : readRecord(recorded)
    const refuse = (action: PersistentAction, detail: string) =>
      source.nack(action, detail.slice(0, DETAIL_LENGTH), resolved)
    if (record === undefined || E.isLeft(record)) {
      this.skipped += 1
      return refuse('skip', 'unreadable')
    }
    const tries = resolved.retryCount
    const { reactor } = this.settings
    const reaction = await this.react(record.right, tries + 1)
    switch (reaction._tag) {
      case 'Done':
        return source.ack(resolved)
      case 'Park':
        return refuse('park', reaction.detail)
      case 'Halt': {
        const { stream, revision } = record.right
        this.end = { _tag: 'Halted', stream, revision, detail: reaction.detail.slice(0, DETAIL_LENGTH) }
        this.stop()
        return refuse('retry', reaction.detail)
      }
      case 'Retry': {
        const seconds = reactor.retryAfterSeconds[tries]
        if (seconds === undefined) return refuse('park', reaction.detail)
        await this.hold(Math.max(seconds, reaction.afterSeconds ?? 0))
        return refuse('retry', reaction.detail)
      }
    }
  }

  private async react(record: LedgerRecord, number: number): Promise<Reaction> {
    try {
      return await this.settings.reactor.handle(record, {
        number,
        replayed: false,
        signal: this.stopping.signal,
      })
    } catch {
      return { _tag: 'Retry', detail: 'the handler threw' }
    }
  }

  /** The server hands out again at once what is refused: it is kept here for as long as the server has patience. */
  private async hold(seconds: number): Promise<void> {
    const { signal } = this.stopping
    const milliseconds = Math.min(seconds * 1_000, this.settings.messageTimeoutMs / 2)
    await wait(milliseconds, undefined, { signal }).catch(() => undefined)
  }
}
