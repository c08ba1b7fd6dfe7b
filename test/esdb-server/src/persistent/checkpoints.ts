import { readStream } from '../store/reading.js'
import type { Store } from '../store/store.js'
import { json, systemEvent } from '../store/system-event.js'
import type { Message } from './message.js'
import { type GroupConfig, sourceOfAll } from './settings.js'

/**
 * Where a group goes on after a restart. Written rarely, so that messages acknowledged since the last one come again:
 * after `maxCheckpointCount` messages, or by the clock after `minCheckpointCount` and the time set for it.
 */
export class Checkpoints {
  private readonly store: Store
  private readonly stream: string
  private readonly config: GroupConfig
  private handled = 0
  private writtenAt: number
  last: bigint | undefined

  constructor(store: Store, stream: string, config: GroupConfig) {
    this.store = store
    this.stream = stream
    this.config = config
    this.writtenAt = store.now()
  }

  load(): bigint | undefined {
    const read = readStream(this.store, this.stream, 'end', 'backwards', 1)
    const event = read._tag === 'Events' ? read.events[0] : undefined
    const digits = event === undefined ? null : /\d+/.exec(Buffer.from(event.data).toString('utf8'))
    this.last = digits === null ? undefined : BigInt(digits[0])
    return this.last
  }

  /** `open` are the messages without an answer: everything before the first of them is done. */
  mark(open: readonly Message[], newest: bigint | undefined, byClock: boolean): void {
    const place = lowest(open, newest)
    if (place === undefined || place === this.last) return
    this.handled += byClock ? 0 : 1
    const { checkpointAfter, minCheckpointCount, maxCheckpointCount } = this.config.settings
    const due =
      byClock && this.handled >= minCheckpointCount && this.store.now() >= this.writtenAt + checkpointAfter
    if (due || this.handled >= maxCheckpointCount) this.write(place)
  }

  private write(place: bigint): void {
    this.handled = 0
    this.writtenAt = this.store.now()
    this.last = place
    const text = this.config.source === sourceOfAll ? `C:${place}/P:${place}` : place.toString()
    this.store.append(this.stream, 'any', [systemEvent('$SubscriptionCheckpoint', json(text))])
  }
}

const lowest = (open: readonly Message[], newest: bigint | undefined): bigint | undefined => {
  const places = open.flatMap(({ place }) => (place === undefined ? [] : [place]))
  const first = places.reduce<(typeof places)[number] | undefined>(
    (low, place) => (low === undefined || place.at < low.at ? place : low),
    undefined,
  )
  return first === undefined ? newest : first.before
}
