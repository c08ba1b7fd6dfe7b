import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { Platform } from '../ports/platform.js'
import type { Snapshots } from '../ports/snapshots.js'
import { partsOf, readParts, type SnapshotFacts, type Tables } from '../stored/snapshot-parts.js'
import type { Head } from './head.js'
import { snapshotFormat } from './snapshot-format.js'
import { rowsOf, type SnapshotRows, stateOf } from './snapshot-rows.js'

/** A ledger is not worth a snapshot before it has so many events. */
const MIN_EVENTS = 1_000

/** Events between two snapshots, for each row of the first: what a snapshot costs is spread over that many events. */
const EVENTS_PER_ROW = 2

/** How long the writing of a snapshot may have the process for itself, in milliseconds. */
const TURN_MS = 10

/** The snapshots of one engine: makes a keeper for each of its ledgers. */
export const snapshotKeepers = (platform: Platform): ((stream: StreamName) => SnapshotKeeper | undefined) => {
  const { snapshots } = platform
  if (snapshots === undefined) return () => undefined
  const format = snapshotFormat(platform.ids)
  return (stream) => new SnapshotKeeper(stream, platform, snapshots, format)
}

/**
 * Opens one ledger from its snapshot and writes a new one now and then, behind the commands. Whatever goes wrong here
 * costs time and nothing else: the ledger is then read from its events.
 */
export class SnapshotKeeper {
  /** The revision from which on the next snapshot is due. */
  private due = MIN_EVENTS
  private saving = false

  private readonly stream: StreamName
  private readonly platform: Platform
  private readonly snapshots: Snapshots
  private readonly format: string

  constructor(stream: StreamName, platform: Platform, snapshots: Snapshots, format: string) {
    this.stream = stream
    this.platform = platform
    this.snapshots = snapshots
    this.format = format
  }

  /** The state at the last snapshot, if its last event is where it was; undefined when there is nothing to go by. */
  async open(): Promise<Head | undefined> {
    try {
      const parts = await this.snapshots.load(this.stream)
      if (E.isLeft(parts) || parts.right.length === 0) return undefined
      const read = readParts(parts.right, { format: this.format, stream: this.stream }, this.platform.ids)
      if (read === undefined) return undefined
      const { facts, tables } = read
      if ((await this.eventIdAt(facts.revision)) !== facts.eventId) return undefined
      const state = stateOf({ ...NO_ROWS, ...(tables as Partial<SnapshotRows>), ...facts })
      const head: Head = { ...state, revision: facts.revision, position: BigInt(facts.position) }
      this.due = nextAfter(head)
      return head
    } catch {
      return undefined
    }
  }

  /** To be called after each commit. */
  consider(head: Head): void {
    if (head.revision < this.due || this.saving) return
    this.saving = true
    this.due = nextAfter(head)
    void this.save(head, rowsOf(head.ledger, head.window))
  }

  private async save({ revision, position }: Head, rows: SnapshotRows): Promise<void> {
    try {
      const eventId = await this.eventIdAt(revision)
      if (eventId === undefined) return
      const { ledgerSeats, pool, ...tables } = rows
      const { stream, format } = this
      const parts = await this.parts(
        { format, stream, revision, position: `${position}`, eventId, ledgerSeats, pool },
        tables,
      )
      if (parts !== undefined) await this.snapshots.save(stream, parts)
    } catch {
      // A store that throws, against its contract, has no snapshot of this ledger.
    } finally {
      this.saving = false
    }
  }

  /** By time, not by count: a clock that stands still, as in trials, never has to be waited for. */
  private async parts(facts: SnapshotFacts, tables: Tables): Promise<readonly string[] | undefined> {
    const { clock, ids } = this.platform
    const parts: string[] = []
    let began = clock.now()
    for (const part of partsOf(facts, tables, ids)) {
      if (part === undefined) return undefined
      parts.push(part)
      if (clock.now() - began < TURN_MS) continue
      await clock.sleep(1)
      began = clock.now()
    }
    return parts
  }

  private async eventIdAt(revision: number): Promise<string | undefined> {
    const read = await this.platform.eventStore.read(this.stream, { from: revision, limit: 1 })
    return E.isRight(read) && read.right[0]?.revision === revision ? read.right[0].id : undefined
  }
}

const NO_ROWS: Pick<SnapshotRows, 'seats' | 'pools' | 'commands'> = { seats: [], pools: [], commands: [] }

const nextAfter = ({ revision, ledger, window }: Head): number =>
  revision + Math.max(MIN_EVENTS, EVENTS_PER_ROW * (ledger.seats.size + window.size))
