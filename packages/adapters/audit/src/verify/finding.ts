/** What was found to be wrong. */
export type FindingKind =
  /** What is recorded is not what was sealed or signed. */
  | 'changed'
  /** Something that was recorded is not there. */
  | 'removed'
  /** Something is there that was not recorded there: a repetition, or a line of its own. */
  | 'inserted'
  /** Something is there, but later than it was recorded. */
  | 'reordered'
  /** The end is not there: of the export, or of a ledger. */
  | 'truncated'
  /** A whole ledger is not there. */
  | 'missing'
  /** An event without a seal, where there should be one. */
  | 'unsealed'
  /** The end has no signature of this key. */
  | 'unsigned'

/** The first thing that is wrong, and where. */
export interface Finding {
  readonly kind: FindingKind
  /** Number of the line in the export, from 0; null for a store. */
  readonly line: number | null
  /** The ledger, where that is known. */
  readonly stream: string | null
  /** The event's revision, where that is known. */
  readonly revision: number | null
  /** In words. */
  readonly detail: string
}

/** What was verified. */
export interface Verdict {
  readonly events: number
  readonly ledgers: number
  /** Events before the first seal of their ledger: nothing vouches for them but a signature over a later head. */
  readonly unsealed: number
  /** Whether an Ed25519 signature was checked. */
  readonly signed: boolean
  /** Null when nothing is wrong. */
  readonly finding: Finding | null
}
