import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { EngineDefect } from '../engine/failures.js'
import { appendSettled, type RetryPolicy } from '../engine/retry.js'
import { NO_STREAM } from '../ports/event-store.js'
import type { AppendFailure, ReadFailure } from '../ports/failures.js'
import type { Platform } from '../ports/platform.js'
import { Backlog, JournalEntry } from './backlog.js'

/** Why a journal cannot go on. `WrongRevision`: another runner writes it. */
export type JournalFailure = AppendFailure | ReadFailure | EngineDefect

const PAGE = 1_000
const MAX_ENTRIES = 200
/** The journal is written anew when it has this many entries more than its backlog. */
const SLACK = 1_000

const RETRY: RetryPolicy = { attempts: 20, baseMilliseconds: 10, maxMilliseconds: 1_000, random: Math.random }

/**
 * The durable side of a backlog: a stream of its own, `reactor-<name>`. Entries that come while one append is under way
 * are appended together. Now and then the backlog is stated anew, and a checkpoint says where reading begins.
 */
export class Journal {
  readonly backlog = new Backlog()
  private readonly platform: Platform
  private readonly stream: StreamName
  private readonly pointer: string
  private revision = NO_STREAM
  private began = 0
  private waiting: JournalEntry[] = []
  private writing: Promise<JournalFailure | undefined> | undefined

  constructor(platform: Platform, name: string) {
    this.platform = platform
    this.stream = `reactor-${name}` as StreamName
    this.pointer = `reactor-${name}.journal`
  }

  /** Reads what was written before. Entries of a later version are passed over. */
  async open(): Promise<JournalFailure | undefined> {
    const pointer = await this.platform.checkpoints.load(this.pointer)
    if (E.isLeft(pointer)) return pointer.left
    this.began = Math.max(0, Number(pointer.right))
    this.revision = this.began - 1
    for (;;) {
      const page = await this.platform.eventStore.read(this.stream, { from: this.revision + 1, limit: PAGE })
      if (E.isLeft(page)) return page.left
      for (const { data, revision } of page.right) {
        const entry = JournalEntry.decode(data)
        if (E.isRight(entry)) this.backlog.add(entry.right)
        this.revision = revision
      }
      if (page.right.length < PAGE) return undefined
    }
  }

  /** Settles when the entry is recorded; undefined means that it is. */
  write(entry: JournalEntry): Promise<JournalFailure | undefined> {
    this.waiting.push(entry)
    this.writing ??= this.drain()
    return this.writing
  }

  private async drain(): Promise<JournalFailure | undefined> {
    await undefined
    try {
      while (this.waiting.length > 0) {
        const failure = (await this.append(this.waiting.splice(0, MAX_ENTRIES))) ?? (await this.compact())
        if (failure !== undefined) return failure
      }
      return undefined
    } catch (cause) {
      return { _tag: 'EngineDefect', cause }
    } finally {
      this.writing = undefined
    }
  }

  private async append(entries: readonly JournalEntry[]): Promise<JournalFailure | undefined> {
    const metadata = Object.freeze({})
    const events = entries.map((entry) => ({
      id: this.platform.ids.event(`${this.stream}/${this.platform.ids.command()}`),
      type: entry.type,
      data: entry,
      metadata,
    }))
    const appended = await appendSettled(this.platform, RETRY, this.stream, this.revision, events)
    if (E.isLeft(appended)) return appended.left
    this.revision = appended.right.revision
    for (const entry of entries) this.backlog.add(entry)
    return undefined
  }

  private async compact(): Promise<JournalFailure | undefined> {
    if (this.revision - this.began < SLACK + 2 * this.backlog.size) return undefined
    const began = this.revision + 1
    const entries = this.backlog.restated()
    for (let from = 0; from < entries.length; from += MAX_ENTRIES) {
      const failure = await this.append(entries.slice(from, from + MAX_ENTRIES))
      if (failure !== undefined) return failure
    }
    // A pointer that is not saved costs the next start some reading; the next compaction saves another.
    await this.platform.checkpoints.save(this.pointer, BigInt(began))
    this.began = began
    return undefined
  }
}
