import { randomUUID } from 'node:crypto'
import { checkExpected, type StreamView } from './expected-revision.js'
import { type Draft, Log } from './log.js'
import {
  type AppendOutcome,
  DELETED,
  type DeleteOutcome,
  type Expected,
  isMetastream,
  metastreamOf,
  NOTHING,
  originalOf,
  type Proposed,
  type Recorded,
} from './model.js'
import { RecentIds } from './recent-ids.js'
import {
  isSoftDeleted,
  metadataFor,
  type StreamMetadata,
  softDeleteMark,
  withCut,
} from './stream-metadata.js'
import { systemEvent } from './system-event.js'

export interface StoreOptions {
  /** Bytes of data, metadata and twice the type of one append. The server's default is 1 MiB. */
  readonly maxAppendSize?: number
  /** How many ids the weak idempotency remembers. */
  readonly recentIds?: number
  readonly now?: () => number
  /** Called with every commit before anybody hears of it. Events of one call belong together: all or none. */
  readonly journal?: (events: readonly Recorded[]) => void
  /** A log written by an earlier journal, in order. */
  readonly restore?: Iterable<readonly Recorded[]>
}

/** EventStoreDB without a network: the log and every rule for writing to it. Reading is in `reading.ts`. */
export class Store {
  readonly log: Log
  readonly now: () => number
  private readonly maxAppendSize: number
  private readonly recentIds: RecentIds
  private readonly journal: (events: readonly Recorded[]) => void

  constructor(options: StoreOptions = {}) {
    this.now = options.now ?? Date.now
    this.log = new Log(this.now)
    this.maxAppendSize = options.maxAppendSize ?? 1024 * 1024
    this.recentIds = new RecentIds(options.recentIds ?? 50_000)
    this.journal = options.journal ?? (() => undefined)
    for (const commit of options.restore ?? []) this.log.restore(commit)
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): AppendOutcome {
    if (appendSize(events) > this.maxAppendSize) return { _tag: 'TooBig', limit: this.maxAppendSize }
    const view = this.view(stream)
    const verdict = checkExpected(
      view,
      expected,
      events.map((event) => event.id),
    )
    switch (verdict._tag) {
      case 'Deleted':
        return { _tag: 'StreamDeleted' }
      case 'Conflict':
        return { _tag: 'WrongExpectedVersion', expected, actual: view.last }
      case 'Repeated':
        return this.alreadyThere(stream, verdict.last)
      case 'Write':
        return this.write(stream, view, events)
    }
  }

  softDelete(stream: string, expected: Expected): DeleteOutcome {
    const refused = this.refuseDelete(stream, expected)
    if (refused !== undefined) return refused
    const view = this.view(stream)
    if (view.last === NOTHING && !view.hasMetadata)
      return { _tag: 'WrongExpectedVersion', expected, actual: NOTHING }
    const [event] = this.commit([this.metadataDraft(stream, softDeleteMark())])
    return { _tag: 'Removed', position: event?.position ?? this.log.endPosition }
  }

  tombstone(stream: string, expected: Expected): DeleteOutcome {
    const refused = this.refuseDelete(stream, expected)
    if (refused !== undefined) return refused
    const draft = { ...systemEvent('$streamDeleted', new Uint8Array()), stream, revision: DELETED }
    const [event] = this.commit([draft])
    return { _tag: 'Removed', position: event?.position ?? this.log.endPosition }
  }

  isTombstoned(stream: string): boolean {
    return (
      this.log.isTombstoned(stream) || (isMetastream(stream) && this.log.isTombstoned(originalOf(stream)))
    )
  }

  metadataOf(stream: string): StreamMetadata {
    return metadataFor(stream, this.newestMetadata(stream))
  }

  lastRevision(stream: string): bigint {
    return BigInt(this.log.stream(stream).length) - 1n
  }

  /** What a restart or a new leader costs: appends without an exact revision are no longer known as repeated. */
  forgetRecentIds(): void {
    this.recentIds.clear()
  }

  private view(stream: string): StreamView {
    const events = this.log.stream(stream)
    return {
      last: this.lastRevision(stream),
      tombstoned: this.isTombstoned(stream),
      softDeleted: isSoftDeleted(this.metadataOf(stream)),
      hasMetadata: this.newestMetadata(stream) !== undefined,
      idAt: (revision) => events[Number(revision)]?.id,
      recent: (id) => this.recentIds.revisionOf(id, stream),
    }
  }

  private write(stream: string, view: StreamView, events: readonly Proposed[]): AppendOutcome {
    if (events.length === 0) {
      this.log.writeEmptyRecord()
      return { _tag: 'Appended', written: 0, revision: view.last }
    }
    const drafts = events.map((event, index) => ({
      ...event,
      stream,
      revision: view.last + 1n + BigInt(index),
    }))
    const written = this.commit([...drafts, ...this.undeleteDrafts(stream, view, drafts)])
    const last = written[events.length - 1]
    return {
      _tag: 'Appended',
      written: events.length,
      revision: view.last + BigInt(events.length),
      ...(last === undefined ? {} : { position: last.position }),
    }
  }

  private alreadyThere(stream: string, revision: bigint): AppendOutcome {
    const original = this.log.stream(stream)[Number(revision)]
    return {
      _tag: 'Appended',
      written: 0,
      revision,
      ...(original === undefined ? {} : { position: original.position }),
    }
  }

  private refuseDelete(stream: string, expected: Expected): DeleteOutcome | undefined {
    const view = this.view(stream)
    const verdict = checkExpected(view, expected, [randomUUID()])
    if (verdict._tag === 'Deleted') return { _tag: 'StreamDeleted' }
    if (verdict._tag === 'Conflict') return { _tag: 'WrongExpectedVersion', expected, actual: view.last }
    return undefined
  }

  /** Appending to a soft-deleted stream, or to its metastream, brings the stream back behind its old events. */
  private undeleteDrafts(stream: string, view: StreamView, drafts: readonly Draft[]): readonly Draft[] {
    const metadata = this.newestMetadata(stream)
    if (view.softDeleted && metadata !== undefined) {
      const data = withCut(metadata.data, view.last + 1n)
      return data === undefined ? [] : [this.metadataDraft(stream, data)]
    }
    if (!isMetastream(stream)) return []
    const original = originalOf(stream)
    const newest = drafts.at(-1)
    if (newest === undefined || !isSoftDeleted(this.metadataOf(original))) return []
    const data = withCut(newest.data, this.lastRevision(original) + 1n)
    return data === undefined
      ? []
      : [{ ...systemEvent('$metadata', data), stream, revision: newest.revision + 1n }]
  }

  private metadataDraft(stream: string, data: Uint8Array): Draft {
    const metastream = metastreamOf(stream)
    return {
      ...systemEvent('$metadata', data),
      stream: metastream,
      revision: this.lastRevision(metastream) + 1n,
    }
  }

  private newestMetadata(stream: string): Recorded | undefined {
    return this.log.stream(metastreamOf(stream)).at(-1)
  }

  private commit(drafts: readonly Draft[]): readonly Recorded[] {
    const written = this.log.write(drafts)
    this.journal(written)
    for (const event of written) this.recentIds.remember(event.id, event.stream, event.revision)
    this.log.announce()
    return written
  }
}

const appendSize = (events: readonly Proposed[]): number =>
  events.reduce((sum, event) => sum + event.data.length + event.metadata.length + 2 * event.type.length, 0)
