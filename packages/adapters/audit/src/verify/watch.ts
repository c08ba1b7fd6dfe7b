import { LEDGER_PREFIX, type OrganizationId } from '@seat-ledger/core'
import type { LedgerHead } from '../checkpoint/heads.js'
import type { Finding } from './finding.js'

/** Compares what is read with the heads of a checkpoint that was kept elsewhere. */
export class Watch {
  private readonly open: Map<string, LedgerHead>

  /** `heads` of the checkpoint, of which those of one organization count, or all; none to compare with nothing. */
  constructor(heads: readonly LedgerHead[], organizationId: OrganizationId | 'all') {
    const prefix = organizationId === 'all' ? '' : `${LEDGER_PREFIX}${organizationId}.`
    const own = heads.filter(({ stream }) => stream.startsWith(prefix))
    this.open = new Map(own.map((head) => [head.stream, head]))
  }

  /** To be told of every event that fits its chain. */
  passed({ stream, revision, hash }: LedgerHead, line: number | null): Finding | undefined {
    const head = this.open.get(stream)
    if (head?.revision !== revision) return undefined
    this.open.delete(stream)
    const detail = 'The event is not the one that the checkpoint vouches for'
    return head.hash === hash ? undefined : { kind: 'changed', line, stream, revision, detail }
  }

  /** To be asked at the end: what the checkpoint has and the log has not. */
  left(heads: ReadonlyMap<string, LedgerHead>, line: number | null): Finding | undefined {
    const [first] = this.open.values()
    if (first === undefined) return undefined
    const { stream } = first
    const last = heads.get(stream)
    return last === undefined
      ? {
          kind: 'missing',
          line,
          stream,
          revision: null,
          detail: 'The checkpoint has this ledger; it is not there any more',
        }
      : {
          kind: 'truncated',
          line,
          stream,
          revision: last.revision + 1,
          detail: `The checkpoint has events up to revision ${first.revision}; the ledger ends before`,
        }
  }
}
