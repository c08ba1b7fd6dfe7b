import type { KeyObject } from 'node:crypto'
import type { OrganizationId } from '@seat-ledger/core'
import type { LedgerHead } from '../checkpoint/heads.js'
import { HEADER } from '../export/lines.js'
import { Chains } from './chains.js'
import { Closing } from './closing.js'
import type { Finding, FindingKind, Verdict } from './finding.js'
import type { Line } from './line-reader.js'
import { eventOf, numberOf } from './parse-line.js'
import { Suspicion } from './suspicion.js'
import { Watch } from './watch.js'

/** How to verify. */
export interface VerifyOptions {
  /** The public half of the key that signed the end. Without it nobody vouches that the whole was not made anew. */
  readonly publicKey?: KeyObject
  /** Ledgers may begin with events from before they were chains. */
  readonly allowUnsealed?: boolean
  /** The heads of a checkpoint that was kept elsewhere, as `readCheckpoint` gives them. */
  readonly checkpoint?: readonly LedgerHead[]
  /** Whose export it is: the checkpoint's ledgers of others are not missed. All when left out. */
  readonly organizationId?: OrganizationId
}

/**
 * Verifies an export line by line, told in order; holds a head for each ledger. It stops at the first thing that is
 * wrong; only to tell what was removed from what was moved it looks on.
 */
class ExportVerifier {
  private line = -1
  private events = 0
  private readonly chains: Chains
  private readonly watch: Watch
  private readonly options: VerifyOptions
  private closing: Closing | undefined
  private suspicion: Suspicion | undefined
  private finding: Finding | undefined

  constructor(options: VerifyOptions) {
    this.options = options
    this.chains = new Chains(options.allowUnsealed === true)
    this.watch = new Watch(options.checkpoint ?? [], options.organizationId ?? 'all')
  }

  /** Takes the next line; false when the verdict is known and no more lines are needed. */
  take({ text, whole }: Line): boolean {
    this.line += 1
    if (this.suspicion !== undefined) {
      this.finding = this.suspicion.settledBy(numberOf(text))
      return this.finding === undefined
    }
    this.finding = whole ? this.fault(text) : this.wrong('truncated', 'The file ends within this line')
    return this.finding === undefined
  }

  /** What came out, when there are no more lines. */
  verdict(): Verdict {
    this.finding ??=
      this.suspicion?.atTheEnd() ?? this.missingEnd() ?? this.watch.left(this.chains.heads, null)
    const { heads, unsealed } = this.chains
    const signed = this.closing?.signed === true
    return { events: this.events, ledgers: heads.size, unsealed, signed, finding: this.finding ?? null }
  }

  private missingEnd(): Finding | undefined {
    if (this.closing?.ended === true) return undefined
    this.line += 1
    return this.wrong('truncated', 'The file ends before its last line')
  }

  private fault(text: string): Finding | undefined {
    if (this.line === 0)
      return text === HEADER ? undefined : this.wrong('changed', 'The first line is not that of an export')
    const link = this.closing === undefined ? eventOf(text) : undefined
    if (link !== undefined) return this.event(text, link)
    if (text.includes('"event":') && this.closing === undefined) return this.outOfPlace(text, false)
    this.closing ??= new Closing(this.chains.heads, this.events, this.options.publicKey)
    const fault = this.closing.fault(this.line, text)
    return fault === undefined ? undefined : { line: this.line, ...fault }
  }

  private event(text: string, link: NonNullable<ReturnType<typeof eventOf>>): Finding | undefined {
    const fault = this.chains.follow(link)
    const inPlace = text.startsWith(`{"n":${this.line},`)
    const { stream, revision, hash } = link
    if (!inPlace) return this.outOfPlace(text, fault === undefined)
    if (fault !== undefined) return { ...this.wrong(fault, IN_WORDS[fault]), stream, revision }
    this.events += 1
    return this.watch.passed({ stream, revision, hash }, this.line)
  }

  /** The line has another number than its place, or is no line at all: those that follow tell what happened. */
  private outOfPlace(text: string, fits: boolean): Finding | undefined {
    const number = numberOf(text)
    if (number === undefined || number === this.line)
      return this.wrong('changed', 'The line is not as it was written')
    if (number < this.line && !fits) return this.wrong('inserted', `This is line ${number} once more`)
    this.suspicion = new Suspicion(this.line, number, fits)
    return undefined
  }

  private wrong(kind: FindingKind, detail: string): Finding {
    return { kind, line: this.line, stream: null, revision: null, detail }
  }
}

const IN_WORDS = {
  changed: 'The event is not what was sealed, or does not follow the one before it',
  removed: 'Events before this one are not there',
  inserted: 'The ledger has an event of this revision already',
  unsealed: 'The event has no seal',
} as const

/** Verifies an export, given in batches of lines. Memory: a head for each ledger. */
export const verifyExport = async (
  batches: AsyncIterable<readonly Line[]>,
  options: VerifyOptions = {},
  onLines: (lines: number) => void = () => {},
): Promise<Verdict> => {
  const verifier = new ExportVerifier(options)
  for await (const lines of batches) {
    onLines(lines.length)
    if (!lines.every((line) => verifier.take(line))) break
  }
  return verifier.verdict()
}
