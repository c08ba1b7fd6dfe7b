import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  type EventToAppend,
  Instant,
  integer,
  NO_STREAM,
  type Platform,
  type ReadFailure,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

const Count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

/** One try to deliver one message, as it is recorded. */
export const Delivery = t.strict({
  type: t.literal('Delivery'),
  /** The `webhook-id`: the same for every try of one message. */
  messageId: t.string,
  messageType: t.string,
  /** The ledger's stream and revision that the message follows from. */
  stream: t.string,
  revision: Count,
  attempt: Count,
  /** True when somebody asked for it to be sent again. */
  replayed: t.boolean,
  outcome: t.keyof({ delivered: null, failed: null, gone: null, 'too-large': null }),
  /** The HTTP status; null when there was no answer. */
  status: t.union([Count, t.null]),
  /** What went wrong, or the beginning of the receiver's answer. */
  detail: t.string,
  durationMs: Count,
  at: Instant,
})
export type Delivery = t.TypeOf<typeof Delivery>

/** A page of deliveries, newest first. `next` is what to ask for next; null at the end. */
export interface DeliveryPage {
  readonly deliveries: readonly (Delivery & { readonly number: number })[]
  readonly next: number | null
}

const BATCH = 200
const MAX_WAITING = 10_000

/**
 * What was sent to one endpoint, a stream of its own. Written behind the deliveries, many at once; a crash loses the last
 * few lines of the log, never a message. Only the runner of the endpoint writes it.
 */
export class DeliveryLog {
  private readonly platform: Platform
  private readonly stream: StreamName
  private head: number | undefined
  private waiting: Delivery[] = []
  private writing: Promise<void> | undefined

  constructor(platform: Platform, endpointId: string) {
    this.platform = platform
    this.stream = `webhook_deliveries-${endpointId}` as StreamName
  }

  add(delivery: Delivery): void {
    if (this.waiting.length >= MAX_WAITING) this.waiting.shift()
    this.waiting.push(delivery)
    this.writing ??= this.drain().finally(() => {
      this.writing = undefined
    })
  }

  /** Settles when all that was added is written, or given up. */
  async flushed(): Promise<void> {
    while (this.writing !== undefined) await this.writing
  }

  /** Deliveries with a number below `before` (all, when null), newest first. */
  async page(before: number | null, limit: number): Promise<E.Either<ReadFailure, DeliveryPage>> {
    const end = before === null ? await this.end() : E.right(before - 1)
    if (E.isLeft(end)) return end
    const from = Math.max(0, end.right - limit + 1)
    if (end.right < 0) return E.right({ deliveries: [], next: null })
    const read = await this.platform.eventStore.read(this.stream, { from, limit: end.right - from + 1 })
    if (E.isLeft(read)) return read
    const deliveries = read.right.flatMap(({ data, revision }) => {
      const delivery = Delivery.decode(data)
      return E.isRight(delivery) ? [{ ...delivery.right, number: revision }] : []
    })
    return E.right({ deliveries: deliveries.reverse(), next: from > 0 ? from : null })
  }

  /** What ends in one turn of the event loop is written by one append: an append wakes every reader of the log. */
  private async drain(): Promise<void> {
    let most = BATCH
    while (this.waiting.length > 0) {
      await setImmediate()
      const end = this.head === undefined ? await this.end() : E.right(this.head)
      if (E.isLeft(end)) return
      const batch = this.waiting.slice(0, most)
      const appended = await this.platform.eventStore.append(this.stream, end.right, batch.map(eventOf))
      this.head = E.isRight(appended) ? appended.right.revision : undefined
      if (E.isLeft(appended) && !['WrongRevision', 'AppendTooLarge'].includes(appended.left._tag)) return
      const isTooLarge = E.isLeft(appended) && appended.left._tag === 'AppendTooLarge'
      most = isTooLarge ? Math.max(1, Math.floor(batch.length / 2)) : BATCH
      // A line that no store takes is given up: the log is for people, and the next lines must not wait for it.
      if (E.isRight(appended) || (isTooLarge && batch.length === 1)) {
        this.waiting = this.waiting.slice(batch.length)
      }
    }
  }

  /** The last revision, found by doubling and halving: a log is long, and the port reads forwards only. */
  private async end(): Promise<E.Either<ReadFailure, number>> {
    const has = async (revision: number): Promise<E.Either<ReadFailure, boolean>> => {
      const read = await this.platform.eventStore.read(this.stream, { from: revision, limit: 1 })
      return E.isLeft(read) ? read : E.right(read.right.length > 0)
    }
    let [low, high] = [NO_STREAM, 0]
    for (;;) {
      const found = await has(high)
      if (E.isLeft(found)) return found
      if (!found.right) break
      low = high
      high = high * 2 + 1
    }
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      const found = await has(middle)
      if (E.isLeft(found)) return found
      if (found.right) low = middle
      else high = middle
    }
    return E.right(low)
  }
}

const eventOf = (delivery: Delivery): EventToAppend => ({
  id: randomUUID(),
  type: delivery.type,
  data: delivery,
  metadata: EMPTY,
})

const EMPTY = Object.freeze({})
