import { canonicalJson, hashOf, type RecordedEvent, sealedText } from '@seat-ledger/core'
import { type LedgerHead, leafOf } from '../checkpoint/heads.js'
import type { CheckpointStatement, SignedCheckpoint } from '../checkpoint/signing.js'

/*
 * The lines of an export, and of a checkpoint, which is an export without events: a header, the events in log order, the
 * heads of all ledgers by stream name, the end. Each begins with its number, so that no line can go, come or move unseen;
 * an event's text is, letter by letter, what its seal was made of.
 */

/** The first line. */
export const HEADER = '{"n":0,"seat-ledger-export":1}'

/** The end of an unsigned export: a statement that nobody vouches for. */
type UnsignedEnd = Omit<CheckpointStatement, 'at'>

/** What the last line says. */
export type ExportEnd = SignedCheckpoint | UnsignedEnd

/** The line of an event. */
export const eventLine = (n: number, event: RecordedEvent): string => {
  const { stream, revision, id, type, data, metadata } = event
  const facts = { stream, revision, id, type, data: objectOf(data), metadata: objectOf(metadata) }
  return `{"n":${n},"hash":${JSON.stringify(hashOf(metadata))},"event":${sealedText(facts)}}`
}

/** The line of a ledger's head. */
export const headLine = (n: number, head: LedgerHead): string => `{"n":${n},"head":${leafOf(head)}}`

/** The last line. */
export const endLine = (n: number, end: ExportEnd): string => `{"n":${n},"end":${canonicalJson(end)}}`

/** Whatever is not an object is kept visible: it makes the seal wrong, as it should. */
export const objectOf = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : { value }
