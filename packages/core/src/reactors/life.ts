import * as E from 'fp-ts/lib/Either.js'
import type { ReactorEnd, ReactorStatus } from './running-reactor.js'

/** Whether a reactor goes on, why it ended, and who waits for something about it to change. */
export class Life {
  private readonly controller = new AbortController()
  private readonly children = new Set<AbortController>()
  private readonly watchers = new Set<() => void>()
  private following = false
  private reason: ReactorEnd | undefined

  /** Aborts when the reactor ends. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Why it ended. */
  get end(): ReactorEnd | undefined {
    return this.reason
  }

  get status(): ReactorStatus {
    return this.reason ?? { _tag: this.following ? 'Following' : 'Starting' }
  }

  ended(): boolean {
    return this.reason !== undefined
  }

  /** It has read its journal and checkpoint. */
  begin(): void {
    this.following = true
  }

  /** Ends the reactor; the first reason stays. */
  finish(end: ReactorEnd): ReactorEnd {
    if (this.reason !== undefined) return this.reason
    this.reason = end
    this.controller.abort()
    for (const child of this.children) child.abort()
    this.changed()
    return end
  }

  /** Work with a signal of its own, one for each pool: a single one would gather the listeners of all. */
  async during<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const child = new AbortController()
    if (this.ended()) child.abort()
    this.children.add(child)
    try {
      return await work(child.signal)
    } finally {
      this.children.delete(child)
    }
  }

  /** Settles once `holds`, which is asked after each change; or with the end. */
  when(holds: () => boolean): Promise<E.Either<ReactorEnd, void>> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.reason === undefined && !holds()) return
        this.watchers.delete(look)
        resolve(this.reason === undefined ? E.right(undefined) : E.left(this.reason))
      }
      this.watchers.add(look)
      look()
    })
  }

  /** Something came to pass that somebody may wait for. */
  changed(): void {
    for (const look of this.watchers) look()
  }
}
