import { nodeIds } from '@seat-ledger/node'
import type { LedgerHead } from '../checkpoint/heads.js'
import type { FindingKind } from './finding.js'

/** What is wrong with the next event of a chain. */
export type ChainFault = Extract<FindingKind, 'changed' | 'removed' | 'inserted' | 'unsealed'>

/** An event as its seal sees it. */
export interface Link {
  readonly stream: string
  readonly revision: number
  /** The seal that it carries. */
  readonly hash: string | null
  /** The text that the seal was made of. */
  readonly text: string
}

/** Every ledger's chain, as far as it has been followed. */
export class Chains {
  readonly heads = new Map<string, LedgerHead>()
  /** Events that had no seal, at the beginning of their ledgers. */
  unsealed = 0
  private readonly allowUnsealed: boolean

  /** `allowUnsealed`: ledgers may begin with events from before they were chains. */
  constructor(allowUnsealed: boolean) {
    this.allowUnsealed = allowUnsealed
  }

  /** Takes the next event of its ledger; undefined when it is the one that belongs there. */
  follow({ stream, revision, hash, text }: Link): ChainFault | undefined {
    const head = this.heads.get(stream)
    const expected = head === undefined ? 0 : head.revision + 1
    if (revision !== expected) return revision > expected ? 'removed' : 'inserted'
    const previous = head?.hash ?? null
    if (hash === null) {
      if (!this.allowUnsealed || previous !== null) return 'unsealed'
      this.unsealed += 1
    } else if (nodeIds.fingerprint(previous === null ? text : previous + text) !== hash) return 'changed'
    this.heads.set(stream, { stream, revision, hash })
    return undefined
  }
}
