import { canonicalJson } from '@seat-ledger/core'

/** Where a ledger's chain ends. */
export interface LedgerHead {
  readonly stream: string
  readonly revision: number
  /** The seal of its last event; null for a ledger that is no chain. */
  readonly hash: string | null
}

/** Heads by the code units of their streams' names: the order of the leaves of a checkpoint. */
export const byStream = (a: LedgerHead, b: LedgerHead): number =>
  a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0

/** The text of a head as a leaf: its canonical JSON. */
export const leafOf = ({ stream, revision, hash }: LedgerHead): string =>
  canonicalJson({ stream, revision, hash })
