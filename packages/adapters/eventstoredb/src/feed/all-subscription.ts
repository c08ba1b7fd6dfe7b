import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Filter,
  streamNameFilter,
} from '@eventstore/db-client'
import type { Position } from '@seat-ledger/core'
import type { CallOptions, EsdbClient } from '../connection/esdb-client.js'
import { readAhead } from '../connection/read-ahead.js'
import { fromCheckpoint, toReadPosition } from '../wire/places.js'

/** What a subscription says. */
export type Signal =
  | { readonly _tag: 'Event'; readonly event: NonNullable<AllStreamResolvedEvent['event']> }
  | { readonly _tag: 'CaughtUp' }
  | { readonly _tag: 'Checkpoint'; readonly position: Position }
  /** The subscription is over: with an error, or without a word (the server ended it, in good order or not). */
  | { readonly _tag: 'Over'; readonly error: unknown }

/** Foreign events between two checkpoints of the server: its page times their number. */
const SEARCH_WINDOW = 256
const CHECKPOINT_INTERVAL = 4

const NOBODY = (): void => undefined

/**
 * One subscription to the whole log, filtered by the server, pulled one event at a time: without read-ahead the client
 * fetches the next message only when the last one was taken, and its signals keep their order among the events.
 */
export class AllSubscription {
  private readonly source: AllStreamSubscription
  private readonly signals: Signal[] = []
  private wake: () => void = NOBODY

  constructor(client: EsdbClient, after: Position, prefix: string, call: CallOptions) {
    const checkpointReached = (_: unknown, checkpoint: Parameters<typeof fromCheckpoint>[0]): void => {
      const position = fromCheckpoint(checkpoint)
      if (position !== undefined) this.push({ _tag: 'Checkpoint', position })
    }
    this.source = client.subscribeToAll(
      { ...call, fromPosition: toReadPosition(after), filter: filterOf(prefix, checkpointReached) },
      readAhead(0),
    )
    // All of them now: an error that nobody listens to ends the process.
    this.source
      .on('readable', () => this.wake())
      .on('caughtUp', () => this.push({ _tag: 'CaughtUp' }))
      .on('error', (error: unknown) => this.push({ _tag: 'Over', error }))
      .on('end', () => this.push({ _tag: 'Over', error: undefined }))
      .on('close', () => this.push({ _tag: 'Over', error: undefined }))
  }

  /** The next thing that has come; undefined when there is nothing. */
  take(): Signal | undefined {
    if (this.signals.length === 0) {
      const resolved: AllStreamResolvedEvent | null = this.source.read()
      if (resolved?.event !== undefined) this.signals.push({ _tag: 'Event', event: resolved.event })
    }
    return this.signals.shift()
  }

  /** Whether something has come that was not taken. */
  get hasMore(): boolean {
    return this.signals.length > 0 || this.source.readableLength > 0
  }

  /** Whether nothing came for so many milliseconds; settles at once when something may have come, or on the signal. */
  silence(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isSilent: boolean): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        this.wake = NOBODY
        resolve(isSilent)
      }
      const wake = (): void => settle(false)
      const timer = setTimeout(settle, milliseconds, true)
      signal.addEventListener('abort', wake, { once: true })
      this.wake = wake
      if (signal.aborted || this.signals.length > 0) wake()
    })
  }

  /** Ends the call; leaving it alone would not. */
  close(): void {
    // Without a connection this waits for one, so nobody may wait for it.
    void this.source.unsubscribe().catch(() => undefined)
    // To its end: a call that the server had ended before is otherwise never given back by the client.
    this.source.removeAllListeners('readable').resume()
  }

  private push(signal: Signal): void {
    this.signals.push(signal)
    this.wake()
  }
}

const filterOf = (prefix: string, checkpointReached: NonNullable<Filter['checkpointReached']>): Filter => {
  const paging = {
    maxSearchWindow: SEARCH_WINDOW,
    checkpointInterval: CHECKPOINT_INTERVAL,
    checkpointReached,
  }
  return prefix === ''
    ? streamNameFilter({ ...paging, regex: '^[^$]' })
    : streamNameFilter({ ...paging, prefixes: [prefix] })
}
