import type { OrganizationId, PoolId } from '../domain/ids.js'
import type { Mailbox } from './mailbox.js'

/** A mailbox's place in the order of use. A linked list, because each use moves one to the front: O(1), any number of pools. */
interface Place {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly mailbox: Mailbox
  isKept: boolean
  weight: number
  newer: Place | undefined
  older: Place | undefined
}

type Open = (organizationId: OrganizationId, poolId: PoolId, onIdle: () => void) => Mailbox

/** The mailboxes of the pools in use: the least recently used idle ones are forgotten when the cached states weigh too much. */
export class Mailboxes {
  /** By both ids in turn: a key made of the two would have to be put together and hashed for every command, 0.2 µs. */
  private readonly places = new Map<OrganizationId, Map<PoolId, Place>>()
  private pools = 0
  private newest: Place | undefined
  private oldest: Place | undefined
  private weight = 0

  private readonly limit: number
  private readonly open: Open

  /** `limit`: pools plus seats whose state is kept. */
  constructor(limit: number, open: Open) {
    this.limit = limit
    this.open = open
  }

  /** How many pools are cached, and what they weigh (pools plus seats). */
  get size(): { readonly pools: number; readonly weight: number } {
    return { pools: this.pools, weight: this.weight }
  }

  of(organizationId: OrganizationId, poolId: PoolId): Mailbox {
    const known = this.places.get(organizationId)?.get(poolId)
    if (known !== undefined) {
      this.touch(known)
      return known.mailbox
    }
    const mailbox: Mailbox = this.open(organizationId, poolId, () => this.settle(place))
    const place: Place = {
      organizationId,
      poolId,
      mailbox,
      isKept: true,
      weight: 1,
      newer: undefined,
      older: undefined,
    }
    this.keep(place)
    return mailbox
  }

  private keep(place: Place): void {
    const pools = this.places.get(place.organizationId) ?? new Map<PoolId, Place>()
    this.places.set(place.organizationId, pools.set(place.poolId, place))
    this.pools += 1
    this.weight += place.weight
    this.link(place)
  }

  private settle(place: Place): void {
    const weight = place.mailbox.weight
    if (place.isKept) this.weight += weight - place.weight
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
    const pools = this.places.get(place.organizationId)
    pools?.delete(place.poolId)
    if (pools?.size === 0) this.places.delete(place.organizationId)
    place.isKept = false
    this.pools -= 1
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
