import { setTimeout as delay } from 'node:timers/promises'
import type { EsdbClient } from './esdb-client.js'

/** After so many failures in a row a client is not trusted any more. */
const PATIENCE = 3
/** A client is given so long before it is replaced for failing; a server that is down needs no new clients. */
const LEAST_AGE_MS = 1_000

/** The client waits for each of its calls to end; one that does not must not hold up a process that wants to end. */
const DISPOSAL_MS = 2_000

interface Held {
  readonly client: EsdbClient
  readonly since: number
  failures: number
  /** Calls that are under way. */
  users: number
}

/**
 * One client at a time, replaced when it seems broken: a client can be poisoned for good (a failed look at the server's
 * features is remembered for ever) and can hang on a connection that leads nowhere. Whoever works on the old one
 * finishes there; it is disposed of behind the last of them, because that would end their reads without a word.
 */
export class Line {
  private readonly connect: () => EsdbClient
  private readonly held = new Map<EsdbClient, Held>()
  private current: Held | undefined

  constructor(connect: () => EsdbClient) {
    this.connect = connect
  }

  /** The client for one call. To be left again when the call is over or given up. */
  enter(): EsdbClient {
    const held = this.current ?? this.open()
    held.users += 1
    return held.client
  }

  leave(client: EsdbClient): void {
    const held = this.held.get(client)
    if (held === undefined) return
    held.users -= 1
    if (held.users === 0 && held !== this.current) this.discard(held)
  }

  /** This client has just answered. */
  worked(client: EsdbClient): void {
    const held = this.held.get(client)
    if (held !== undefined) held.failures = 0
  }

  /** This client could not reach the server. */
  failed(client: EsdbClient): void {
    const held = this.current
    if (held?.client !== client) return
    held.failures += 1
    if (held.failures >= PATIENCE && performance.now() - held.since >= LEAST_AGE_MS) this.replace(held)
  }

  /** This client did not answer in time: nothing more can be expected of its connection. */
  hung(client: EsdbClient): void {
    if (this.current?.client === client) this.replace(this.current)
  }

  /** Ends every call that is still open. */
  async close(): Promise<void> {
    this.current = undefined
    const clients = [...this.held.keys()]
    this.held.clear()
    const enough = new AbortController()
    const patience = delay(DISPOSAL_MS, undefined, { signal: enough.signal }).catch(() => undefined)
    await Promise.race([Promise.allSettled(clients.map((client) => client.dispose())), patience])
    enough.abort()
  }

  private open(): Held {
    const held = { client: this.connect(), since: performance.now(), failures: 0, users: 0 }
    this.held.set(held.client, held)
    this.current = held
    return held
  }

  private replace(held: Held): void {
    this.current = undefined
    if (held.users === 0) this.discard(held)
  }

  private discard({ client }: Held): void {
    this.held.delete(client)
    void client.dispose().catch(() => undefined)
  }
}
