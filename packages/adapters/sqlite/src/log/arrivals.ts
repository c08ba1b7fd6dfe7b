import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Database } from '../file/database.js'
import { attempt } from '../file/patience.js'

/** A commit is visible this long after its last write, or the polling sees it. */
const LONGEST_PAUSE_MS = 256

/**
 * Tells followers of the log that there may be something new. Appends of this store say so themselves. Those of other
 * processes, and of other connections in this one, are noticed by the file system's word that the write-ahead log
 * changed; where it gives none (network drives, some containers), by looking every `pollMs`. Either way the look is a
 * question for SQLite's data version, a few microseconds, and nothing is watched while nobody follows.
 */
export class Arrivals {
  private readonly database: Database
  private readonly pollMs: number
  private readonly waiting = new Set<() => void>()
  private followers = 0
  private announced = 0
  private version: unknown
  private stopWatching: (() => void) | undefined
  private looking: NodeJS.Timeout | undefined
  /** How long the look under way was put off. */
  private pause: number | undefined

  /** `pollMs`: milliseconds between two looks. */
  constructor(database: Database, pollMs: number) {
    this.database = database
    this.pollMs = pollMs
  }

  /** Changes whenever there may be something new; to be asked for before the log is read. */
  mark(): number {
    this.look()
    return this.announced
  }

  /** Something was written, or the store was closed: wakes everybody. */
  announce(): void {
    this.announced += 1
    const called = [...this.waiting]
    this.waiting.clear()
    for (const call of called) call()
  }

  /** Settles when there may be something new since `mark`, or when `signal` says so, and leaves no listener behind. */
  since(mark: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || mark !== this.announced) return resolve()
      const settle = (): void => {
        this.waiting.delete(settle)
        signal.removeEventListener('abort', settle)
        resolve()
      }
      this.waiting.add(settle)
      signal.addEventListener('abort', settle, { once: true })
    })
  }

  /** Somebody follows from now on; gives what ends that. */
  follow(): () => void {
    this.followers += 1
    this.stopWatching ??= this.watch()
    return () => {
      this.followers -= 1
      if (this.followers > 0) return
      this.stopWatching?.()
      this.stopWatching = undefined
    }
  }

  private watch(): () => void {
    const watcher = this.watchLog()
    const poll = setInterval(() => this.look(), this.pollMs)
    return () => {
      watcher?.close()
      clearInterval(poll)
      clearTimeout(this.looking)
      this.pause = undefined
    }
  }

  /** The folder is watched, because the log itself comes and goes. Without a watcher the polling is enough. */
  private watchLog(): FSWatcher | undefined {
    const log = `${basename(this.database.file)}-wal`
    try {
      const watcher = watch(dirname(this.database.file), (_, name) => {
        if (name === log || name === null) this.lookSoon()
      })
      watcher.on('error', () => watcher.close())
      return watcher
    } catch {
      return undefined
    }
  }

  /**
   * The log is written before the commit is visible, and nothing tells when it is. So after the last word of the file
   * system it is looked at again and again, at once and with growing pauses: ten looks within half a second.
   */
  private lookSoon(): void {
    if (this.pause === 0) return
    clearTimeout(this.looking)
    this.lookAfter(0)
  }

  private lookAfter(milliseconds: number): void {
    this.pause = milliseconds
    this.looking = setTimeout(() => {
      this.pause = undefined
      this.look()
      if (milliseconds < LONGEST_PAUSE_MS) this.lookAfter(Math.max(1, milliseconds * 2))
    }, milliseconds)
  }

  private look(): void {
    const asked = attempt(this.database.file, () =>
      this.database.value('data_version', 'PRAGMA data_version'),
    )
    const version = asked._tag === 'Right' ? asked.right : undefined
    if (version === this.version) return
    this.version = version
    this.announce()
  }
}
