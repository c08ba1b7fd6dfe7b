import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import { emptyLedger, evolve, type Ledger } from '../domain/ledger.js'
import { type EventStore, NO_STREAM, type Position, START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import { type LedgerRecord, readRecord, type UnreadableEvent } from '../stored/record.js'
import { CommandWindow, type Remembered } from './command-window.js'
import { Outcome } from './outcome.js'

/** A ledger as far as it has been read: its state, and where in the log that is. */
export interface Head {
  readonly ledger: Ledger
  readonly revision: number
  readonly position: Position
  readonly window: CommandWindow
}

/** The head of a ledger of which nothing has been read. */
export const emptyHead = (): Head => ({
  ledger: emptyLedger(),
  revision: NO_STREAM,
  position: START,
  window: new CommandWindow(),
})

const PAGE = 1_000

/**
 * Reads what was recorded after `head` and folds it. An unreadable event stops a writer: who does not understand an
 * event cannot keep the rules that it is part of.
 */
export const catchUp = async (
  store: EventStore,
  stream: StreamName,
  head: Head,
): Promise<E.Either<ReadFailure | UnreadableEvent, Head>> => {
  let current = head
  for (;;) {
    const page = await store.read(stream, { from: current.revision + 1, limit: PAGE })
    if (E.isLeft(page)) return page
    for (const recorded of page.right) {
      const record = readRecord(recorded)
      if (E.isLeft(record)) return record
      current = advance(current, record.right)
    }
    if (page.right.length < PAGE) return E.right(current)
  }
}

/** The head after one more record. */
export const advance = (head: Head, record: LedgerRecord): Head => {
  const ledger = evolve(head.ledger, record.event)
  remember(head.window, record, ledger)
  return { ledger, revision: record.revision, position: record.position, window: head.window }
}

const remember = (
  window: CommandWindow,
  { event, metadata, revision }: LedgerRecord,
  ledger: Ledger,
): void => {
  if (metadata.fingerprint === undefined) return
  const known = window.find(metadata.commandId)
  const remembered: Remembered = known ?? {
    commandId: metadata.commandId,
    fingerprint: metadata.fingerprint,
    outcome: new Outcome(ledger, revision, metadata.refused),
  }
  remembered.outcome.add(event, ledger, revision)
  if (known === undefined) window.add(remembered)
}
