import * as E from 'fp-ts/lib/Either.js'
import { decide } from '../domain/decide.js'
import { decideAll } from '../domain/decide-all.js'
import type { LedgerEvent } from '../domain/events.js'
import type { CommandId, StreamName } from '../domain/ids.js'
import { evolve, type Ledger } from '../domain/ledger.js'
import type { RefusedRow } from '../domain/rejections.js'
import type { EventToAppend } from '../ports/event-store.js'
import type { Ids } from '../ports/ids.js'
import type { EventMetadata } from '../stored/event-metadata.js'
import type { Remembered } from './command-window.js'
import { DraftedEvent } from './drafted-event.js'
import type { Rejection } from './failures.js'
import type { Head } from './head.js'
import type { Ask, Bulk, Job, Now, Single } from './job.js'
import { withOneMore } from './one-more.js'
import { Outcome } from './outcome.js'

/** A job's answer, to be given once the draft that it is part of is recorded. */
export type Verdict = E.Either<Rejection, Outcome>

const NO_EVENTS: EventToAppend[] = []
const NO_VERDICTS: Verdict[] = []
Object.freeze(NO_EVENTS)
Object.freeze(NO_VERDICTS)

/** Jobs decided one after another on one state: what to append, and what to answer then. */
export class Draft {
  ledger: Ledger
  revision: number
  events: EventToAppend[]
  verdicts: Verdict[]
  /** The commands of this draft whose callers chose their ids; undefined for none. */
  remembered: Map<CommandId, Remembered> | undefined
  /**
   * Whether an answer rests on the state being current, which only an append proves. A draft that appends nothing must
   * not be answered from a cached state.
   */
  restsOnState: boolean

  private readonly stream: StreamName
  private readonly head: Head
  private readonly ids: Ids

  constructor(stream: StreamName, head: Head, ids: Ids) {
    this.stream = stream
    this.head = head
    this.ids = ids
    this.ledger = head.ledger
    this.revision = head.revision
    this.events = NO_EVENTS
    this.verdicts = NO_VERDICTS
    this.remembered = undefined
    this.restsOnState = false
  }

  decide(job: Job, now: Now): void {
    this.verdicts = withOneMore(
      this.verdicts,
      job.mode === 'ask' ? this.unchanged(job.subject) : (this.repetition(job) ?? this.decision(job, now)),
    )
  }

  private repetition({ metadata }: Single | Bulk): Verdict | undefined {
    if (metadata.fingerprint === undefined) return undefined
    const known = this.remembered?.get(metadata.commandId) ?? this.head.window.find(metadata.commandId)
    if (known === undefined) return undefined
    return known.fingerprint === metadata.fingerprint
      ? E.right(known.outcome)
      : E.left({ _tag: 'CommandIdReused', commandId: metadata.commandId })
  }

  private decision(job: Single | Bulk, now: Now): Verdict {
    const { ifRevision } = job
    if (ifRevision !== undefined && ifRevision !== this.revision) {
      this.restsOnState = true
      return E.left({ _tag: 'RevisionMismatch', expected: ifRevision, actual: this.revision })
    }
    return job.mode === 'single' ? this.single(job, now) : this.bulk(job, now)
  }

  private single(job: Single, now: Now): Verdict {
    const decision = decide(job.command(now), this.ledger)
    if (E.isLeft(decision)) {
      this.restsOnState = true
      return decision
    }
    if (decision.right.length === 0) return this.unchanged(job.subject)
    let { ledger } = this
    for (const event of decision.right) ledger = evolve(ledger, event)
    return E.right(this.record(job.metadata, decision.right, ledger))
  }

  private bulk(job: Bulk, now: Now): Verdict {
    const decided = decideAll(job.commands(now), this.ledger)
    if (job.mode === 'atomic' && decided.refused.length > 0) {
      this.restsOnState = true
      return E.left({ _tag: 'BulkRejected', rows: decided.refused, invalid: [] })
    }
    if (job.dryRun) {
      this.restsOnState = true
      const outcome = outcomeOf(decided.events, decided.ledger, this.revision, decided.refused)
      outcome.revision = this.revision
      return E.right(outcome)
    }
    if (decided.events.length === 0) return this.unchanged(undefined, decided.refused)
    return E.right(this.record(job.metadata, decided.events, decided.ledger, decided.refused))
  }

  private unchanged(subject: Ask['subject'], refused?: readonly RefusedRow[]): Verdict {
    this.restsOnState = true
    const outcome = new Outcome(this.ledger, this.revision, refused)
    const seat = subject === undefined ? undefined : this.ledger.seats.get(subject)
    if (seat !== undefined) outcome.addChanged(seat)
    return E.right(outcome)
  }

  private record(
    metadata: EventMetadata,
    events: readonly LedgerEvent[],
    ledger: Ledger,
    refused?: readonly RefusedRow[],
  ): Outcome {
    const first: EventMetadata =
      refused === undefined || refused.length === 0
        ? metadata
        : Object.freeze({ ...metadata, refused: [...refused] })
    let index = 0
    for (const event of events) {
      const drafted = new DraftedEvent(this.stream, index, event, index === 0 ? first : metadata, this.ids)
      this.events = withOneMore(this.events, drafted)
      index += 1
    }
    const outcome = outcomeOf(events, ledger, this.revision, refused)
    this.ledger = ledger
    this.revision = outcome.revision
    const { commandId, fingerprint } = metadata
    if (fingerprint !== undefined) {
      this.remembered ??= new Map()
      this.remembered.set(commandId, { commandId, fingerprint, outcome })
    }
    return outcome
  }
}

const outcomeOf = (
  events: readonly LedgerEvent[],
  ledger: Ledger,
  revision: number,
  refused?: readonly RefusedRow[],
): Outcome => {
  const outcome = new Outcome(ledger, revision, refused)
  let last = revision
  for (const event of events) {
    last += 1
    outcome.add(event, ledger, last)
  }
  return outcome
}
