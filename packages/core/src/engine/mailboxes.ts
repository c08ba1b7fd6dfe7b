import type { StreamName } from '../domain/ids.js'
import type { Mailbox } from './mailbox.js'

/** A mailbox's place in the order of use. A linked list, because each use moves one to the front: O(1), any number of pools. */
interface Place {
  readonly stream: StreamName
  readonly mailbox: Mailbox
  weight: number
  newer: Place | undefined
  older: Place | undefined
}

/** The mailboxes of the pools in use: the least recently used idle ones are forgotten when the cached states weigh too much. */
export class Mailboxes {
  private readonly places = new Map<StreamName, Place>()
  private newest: Place | undefined
  private oldest: Place | undefined
  private weight = 0

  private readonly limit: number
  private readonly open: (stream: StreamName, onIdle: () => void) => Mailbox

  /** `limit`: pools plus seats whose state is kept. */
  constructor(limit: number, open: (stream: StreamName, onIdle: () => void) => Mailbox) {
    this.limit = limit
    this.open = open
  }

  /** How many pools are cached, and what they weigh (pools plus seats). */
  get size(): { readonly pools: number; readonly weight: number } {
    return { pools: this.places.size, weight: this.weight }
  }

  of(stream: StreamName): Mailbox {
    const known = this.places.get(stream)
    if (known !== undefined) {
      this.touch(known)
      return known.mailbox
    }
    const mailbox: Mailbox = this.open(stream, () => this.settle(place))
    const place: Place = { stream, mailbox, weight: 1, newer: undefined, older: undefined }
    this.places.set(stream, place)
    this.weight += 1
    this.link(place)
    return mailbox
  }

  private settle(place: Place): void {
    const weight = place.mailbox.weight
    if (this.places.has(place.stream)) this.weight += weight - place.weight
    place.weight = weight
    // Each place is looked at once: where all are busy, the bound has to wait.
    let spared: Place | undefined
    while (this.weight > this.limit && this.oldest !== undefined && this.oldest !== this.newest) {
      if (this.oldest === spared) return
      if (this.oldest.mailbox.busy) {
        spared ??= this.oldest
        this.touch(this.oldest)
      } else this.forget(this.oldest)
    }
  }

  private forget(place: Place): void {
    this.places.delete(place.stream)
    this.weight -= place.weight
    this.unlink(place)
  }

  private touch(place: Place): void {
    if (this.newest === place) return
    this.unlink(place)
    this.link(place)
  }

  private link(place: Place): void {
    place.older = this.newest
    place.newer = undefined
    if (this.newest !== undefined) this.newest.newer = place
    this.newest = place
    this.oldest ??= place
  }

  private unlink(place: Place): void {
    if (place.newer === undefined) this.newest = place.older
    else place.newer.older = place.older
    if (place.older === undefined) this.oldest = place.newer
    else place.older.newer = place.newer
  }
}
