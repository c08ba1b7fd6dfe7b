import {
  type Feed,
  hashOf,
  type OrganizationId,
  type ReadFailure,
  type RecordedEvent,
  recordedLog,
  START,
  sealedText,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { objectOf } from '../export/lines.js'
import { Chains } from './chains.js'
import type { Finding, Verdict } from './finding.js'
import type { VerifyOptions } from './verify-export.js'
import { Watch } from './watch.js'

/** What to verify online. */
export interface VerifyLogRequest extends Omit<VerifyOptions, 'publicKey' | 'organizationId'> {
  readonly feed: Feed
  readonly organizationId: OrganizationId | 'all'
  readonly signal?: AbortSignal
}

/**
 * Verifies the chains of a store as they lie in it. The end of a ledger that was cut off and a ledger that is gone only
 * show against a checkpoint. `signed` is false: what was signed is the checkpoint.
 */
export const verifyLog = async (
  request: VerifyLogRequest,
  onEvent: () => void = () => {},
): Promise<E.Either<ReadFailure, Verdict>> => {
  const { feed, organizationId, signal } = request
  const verifier = new LogVerifier(request)
  const range = { organizationId, after: START, ...(signal !== undefined && { signal }) }
  for await (const recorded of recordedLog(feed, range)) {
    if (E.isLeft(recorded)) return recorded
    onEvent()
    if (!verifier.take(recorded.right)) break
  }
  return E.right(verifier.verdict())
}

class LogVerifier {
  private events = 0
  private finding: Finding | undefined
  /** The first event that did not come when it should have: it may come later. */
  private gap: { readonly stream: string; readonly revision: number } | undefined
  private readonly chains: Chains
  private readonly watch: Watch

  constructor({ allowUnsealed, checkpoint, organizationId }: VerifyLogRequest) {
    this.chains = new Chains(allowUnsealed === true)
    this.watch = new Watch(checkpoint ?? [], organizationId)
  }

  /** Takes the next event; false when the verdict is known. */
  take(recorded: RecordedEvent): boolean {
    const { stream, revision } = recorded
    if (this.gap === undefined) this.follow(recorded)
    else if (this.gap.stream === stream && this.gap.revision === revision) {
      this.finding = findingOf('reordered', stream, revision)
    }
    return this.finding === undefined
  }

  verdict(): Verdict {
    const { chains, events, gap, watch } = this
    const missing = gap === undefined ? undefined : findingOf('removed', gap.stream, gap.revision)
    const finding = this.finding ?? missing ?? watch.left(chains.heads, null) ?? null
    return { events, ledgers: chains.heads.size, unsealed: chains.unsealed, signed: false, finding }
  }

  private follow({ stream, revision, id, type, data, metadata }: RecordedEvent): void {
    const facts = { stream, revision, id, type, data: objectOf(data), metadata: objectOf(metadata) }
    const link = { stream, revision, hash: hashOf(metadata), text: sealedText(facts) }
    const expected = (this.chains.heads.get(stream)?.revision ?? -1) + 1
    const fault = this.chains.follow(link)
    if (fault === 'removed') this.gap = { stream, revision: expected }
    else if (fault !== undefined) this.finding = findingOf(fault, stream, revision)
    else {
      this.events += 1
      this.finding = this.watch.passed(link, null)
    }
  }
}

const findingOf = (kind: keyof typeof IN_WORDS, stream: string, revision: number): Finding => ({
  kind,
  line: null,
  stream,
  revision,
  detail: IN_WORDS[kind],
})

const IN_WORDS = {
  changed: 'The event is not what was sealed, or does not follow the one before it',
  removed: 'The event of this revision is not there; later ones are',
  inserted: 'The ledger has an event of this revision already',
  reordered: 'The event of this revision stands after later ones',
  unsealed: 'The event has no seal',
} as const
