import { randomUUID } from 'node:crypto'
import { type EventToAppend, ledgerStream, OrganizationId, PoolId, type StreamName } from '@seat-ledger/core'

/**
 * Stream names that nobody else has: a new organization for every case. So a case sees its own events only, also in a
 * store that holds many others.
 */
export interface FreshStreams {
  /** Every name that `stream` gives begins with this, and no other stream's name does. */
  readonly prefix: string
  /** The stream of one pool of this organization. */
  readonly stream: (pool?: string) => StreamName
  /** The stream of a pool of an organization whose id differs from this one only by `suffix`. */
  readonly neighbour: (suffix: string) => StreamName
}

export const freshStreams = (): FreshStreams => {
  const organization = `t-${randomUUID().slice(0, 18)}`
  const stream = (pool = 'pool'): StreamName => nameOf(organization, pool)
  return {
    prefix: stream('x').slice(0, -1),
    stream,
    neighbour: (suffix) => nameOf(organization + suffix, 'pool'),
  }
}

const nameOf = (organization: string, pool: string): StreamName => {
  if (!OrganizationId.is(organization) || !PoolId.is(pool))
    throw new Error(`Not an id: ${organization}, ${pool}`)
  return ledgerStream(organization, pool)
}

/** A new event; `label` is its data, so that a failure shows which one it was. */
export const eventOf = (label: string): EventToAppend => ({
  id: randomUUID(),
  type: 'Example',
  data: { label },
  metadata: { actor: 'contract' },
})

/** New events, one for each label. */
export const eventsOf = (...labels: readonly string[]): readonly EventToAppend[] => labels.map(eventOf)

/** The numbers from 0 to `count - 1`. */
export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)
