import {
  type Actor,
  type CommandId,
  correlationOf,
  type EventMetadata,
  type LedgerEvent,
  ledgerStream,
  type Reason,
  type RecordedEvent,
  type StreamName,
} from '@seat-ledger/core'
import { nodeIds } from '@seat-ledger/node'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { arbitraryHistory, type History, type HistoryOptions } from './history.js'
import { arbitraryCommandId } from './ids.js'
import { plain } from './plain.js'
import { arbitraryActor, arbitraryReason } from './values.js'

/** Histories of several pools, and the log that they lie in as a store gives it back. */
export interface RecordedLog {
  readonly histories: readonly History[]
  /** In the order of the log: the events of one append together, streams interleaved, positions with gaps. */
  readonly events: readonly RecordedEvent[]
}

/** How large a log may be. */
export interface RecordedLogOptions extends HistoryOptions {
  /** At least 1; 3 when left out. */
  readonly maxPools?: number
}

interface Cause {
  readonly actor: Actor
  readonly reason: Reason | null
}

/** What differs between two recordings of the same histories. Each list is used again from its start when it ends. */
interface Recording {
  readonly causes: readonly Cause[]
  readonly commandIds: readonly CommandId[]
  readonly turns: readonly number[]
  readonly gaps: readonly number[]
}

const recording = (): fc.Arbitrary<Recording> =>
  plain({
    causes: fc.array(plain({ actor: arbitraryActor(), reason: fc.option(arbitraryReason()) }), {
      minLength: 1,
      maxLength: 3,
    }),
    commandIds: fc.array(arbitraryCommandId(), { minLength: 1, maxLength: 3 }),
    turns: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 10 }),
    gaps: fc.array(fc.constantFrom(0, 0, 1, 250, 2 ** 40), { minLength: 1, maxLength: 10 }),
  })

/** The recorded history of one pool. */
export const arbitraryRecordedHistory = (
  options: HistoryOptions = {},
): fc.Arbitrary<{ readonly history: History; readonly events: readonly RecordedEvent[] }> =>
  fc
    .tuple(arbitraryHistory(options), recording())
    .map(([history, how]) => ({ history, events: record([history], how) }))

/** A log with the histories of several pools, of several organizations or of one. */
export const arbitraryRecordedLog = (options: RecordedLogOptions = {}): fc.Arbitrary<RecordedLog> => {
  const histories = fc.uniqueArray(arbitraryHistory(options), {
    minLength: 1,
    maxLength: options.maxPools ?? 3,
    selector: streamOf,
  })
  return fc.tuple(histories, recording()).map(([all, how]) => ({ histories: all, events: record(all, how) }))
}

const streamOf = ({ organizationId, poolId }: History): StreamName => ledgerStream(organizationId, poolId)

/** Lays the appends of all histories one behind the other; whose turn it is, the recording says. */
const record = (
  histories: readonly History[],
  { causes, commandIds, turns, gaps }: Recording,
): readonly RecordedEvent[] => {
  const pending = histories.map((history) => ({
    stream: streamOf(history),
    appends: appendsOf(history),
    revision: -1,
  }))
  const events: RecordedEvent[] = []
  let position = -1n
  for (let append = 0; ; append += 1) {
    const open = pending.filter(({ appends }) => appends.length > 0)
    const ledger = open[at(turns, append) % Math.max(1, open.length)]
    if (ledger === undefined) return events
    position += BigInt(at(gaps, append))
    const commandId = `${at(commandIds, append).slice(0, 200)}/${append}` as CommandId
    const metadata = metadataOf(commandId, at(causes, append))
    for (const event of ledger.appends.shift() ?? []) {
      position += 1n
      ledger.revision += 1
      const { stream, revision } = ledger
      const id = nodeIds.event(`${stream}/${revision}`)
      events.push({ stream, revision, position, id, type: event.type, data: event, metadata })
    }
  }
}

const appendsOf = ({ steps }: History): (readonly LedgerEvent[])[] =>
  steps.flatMap(({ decision }) => (E.isRight(decision) && decision.right.length > 0 ? [decision.right] : []))

const metadataOf = (commandId: CommandId, { actor, reason }: Cause): EventMetadata => ({
  actor,
  commandId,
  correlationId: correlationOf(commandId),
  ...(reason !== null && { reason }),
})

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('A recording has no empty lists')
  return item
}
