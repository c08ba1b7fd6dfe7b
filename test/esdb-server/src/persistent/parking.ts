import { linkTo, linkType, targetOf } from '../store/links.js'
import { metastreamOf } from '../store/model.js'
import { readStream } from '../store/reading.js'
import type { Store } from '../store/store.js'
import { json, systemEvent } from '../store/system-event.js'
import { type Message, messageOf } from './message.js'

/** The stream of links to the messages that a group has given up on. */
export class Parking {
  private readonly store: Store
  private readonly stream: string

  constructor(store: Store, stream: string) {
    this.store = store
    this.stream = stream
  }

  park(message: Message, reason: string): void {
    const event = message.resolved.event ?? message.resolved.link
    if (event === undefined) return
    const metadata = json({ added: new Date(this.store.now()).toISOString(), reason })
    const link = {
      ...systemEvent(linkType, linkTo(event), metadata),
      contentType: 'application/octet-stream',
    }
    this.store.append(this.stream, 'any', [link])
  }

  get count(): number {
    return this.links().length
  }

  /** Takes up to `limit` parked messages out again, oldest first. */
  takeOut(limit: number): readonly Message[] {
    const links = this.links().slice(0, limit)
    const last = links.at(-1)
    if (last === undefined) return []
    const cut = json({ $tb: Number(last.revision + 1n) })
    this.store.append(metastreamOf(this.stream), 'any', [systemEvent('$metadata', cut)])
    return links.map((link) => messageOf({ event: targetOf(this.store, link), link }, link, undefined))
  }

  private links() {
    const read = readStream(this.store, this.stream, 'start', 'forwards', Number.POSITIVE_INFINITY)
    return read._tag === 'Events' ? read.events : []
  }
}
