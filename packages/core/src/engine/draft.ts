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
import type { Rejection } from './failures.js'
import type { Head } from './head.js'
import type { Ask, Job, Now, Work } from './job.js'
import { Outcome } from './outcome.js'

/** A job's answer, to be given once the draft that it is part of is recorded. */
export type Verdict = E.Either<Rejection, Outcome>

/** Jobs decided one after another on one state: what to append, and what to answer then. */
export class Draft {
  ledger: Ledger
  revision: number
  readonly events: EventToAppend[] = []
  readonly verdicts: Verdict[] = []
  readonly remembered = new Map<CommandId, Remembered>()
  /**
   * Whether an answer rests on the state being current, which only an append proves. A draft that appends nothing must
   * not be answered from a cached state.
   */
  restsOnState = false

  private readonly stream: StreamName
  private readonly head: Head
  private readonly ids: Ids

  constructor(stream: StreamName, head: Head, ids: Ids) {
    this.stream = stream
    this.head = head
    this.ids = ids
    this.ledger = head.ledger
    this.revision = head.revision
  }

  decide(job: Job, now: Now): void {
    this.verdicts.push(
      job.mode === 'ask' ? this.unchanged(job.subject) : (this.repetition(job) ?? this.decision(job, now)),
    )
  }

  private repetition({ metadata }: Work): Verdict | undefined {
    if (metadata.fingerprint === undefined) return undefined
    const known = this.remembered.get(metadata.commandId) ?? this.head.window.find(metadata.commandId)
    if (known === undefined) return undefined
    return known.fingerprint === metadata.fingerprint
      ? E.right(known.outcome)
      : E.left({ _tag: 'CommandIdReused', commandId: metadata.commandId })
  }

  private decision(job: Work, now: Now): Verdict {
    const { ifRevision } = job
    if (ifRevision !== undefined && ifRevision !== this.revision) {
      this.restsOnState = true
      return E.left({ _tag: 'RevisionMismatch', expected: ifRevision, actual: this.revision })
    }
    if (job.mode === 'atomic' || job.mode === 'partial') return this.bulk(job, now)
    const [command] = job.commands(now)
    if (command === undefined) return this.unchanged(job.subject)
    const decision = decide(command, this.ledger)
    if (E.isLeft(decision)) {
      this.restsOnState = true
      return decision
    }
    if (decision.right.length === 0) return this.unchanged(job.subject)
    let { ledger } = this
    for (const event of decision.right) ledger = evolve(ledger, event)
    return E.right(this.record(job, decision.right, ledger))
  }

  private bulk(job: Work, now: Now): Verdict {
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
    return E.right(this.record(job, decided.events, decided.ledger, decided.refused))
  }

  private unchanged(subject: Ask['subject'], refused?: readonly RefusedRow[]): Verdict {
    this.restsOnState = true
    const outcome = new Outcome(this.ledger, this.revision, refused)
    const seat = subject === undefined ? undefined : this.ledger.seats.get(subject)
    if (seat !== undefined) outcome.changed.push(seat)
    return E.right(outcome)
  }

  private record(
    job: Work,
    events: readonly LedgerEvent[],
    ledger: Ledger,
    refused: readonly RefusedRow[] = [],
  ): Outcome {
    const { metadata } = job
    const first: EventMetadata =
      refused.length > 0 ? Object.freeze({ ...metadata, refused: [...refused] }) : metadata
    for (const [index, event] of events.entries()) {
      this.events.push({
        id: this.ids.event(eventName(this.stream, metadata.commandId, index, event)),
        type: event.type,
        data: event,
        metadata: index === 0 ? first : metadata,
      })
    }
    const outcome = outcomeOf(events, ledger, this.revision, refused)
    this.ledger = ledger
    this.revision = outcome.revision
    const { commandId, fingerprint } = metadata
    if (fingerprint !== undefined) this.remembered.set(commandId, { commandId, fingerprint, outcome })
    return outcome
  }
}

const outcomeOf = (
  events: readonly LedgerEvent[],
  ledger: Ledger,
  revision: number,
  refused: readonly RefusedRow[],
): Outcome => {
  const outcome = new Outcome(ledger, revision, refused)
  for (const [index, event] of events.entries()) outcome.add(event, ledger, revision + index + 1)
  return outcome
}

/**
 * What an event's id is made of. Time and seat are part of it, because a command that is decided a second time is
 * another append: a store must refuse it when the first one is found to have been written after all.
 */
const eventName = (stream: StreamName, commandId: CommandId, index: number, event: LedgerEvent): string =>
  `${stream}/${commandId}/${index}/${event.at}/${'seatId' in event ? event.seatId : ''}`
