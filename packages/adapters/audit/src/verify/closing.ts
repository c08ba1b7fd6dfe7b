import type { KeyObject } from 'node:crypto'
import { canonicalJson } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { byStream, type LedgerHead, leafOf } from '../checkpoint/heads.js'
import { MerkleRoot } from '../checkpoint/merkle.js'
import { isSignedBy, type SignedCheckpoint } from '../checkpoint/signing.js'
import { endLine, headLine } from '../export/lines.js'
import type { Finding } from './finding.js'
import { numberOf, parsed } from './parse-line.js'

type Fault = Omit<Finding, 'line'>

const format = t.literal('seat-ledger-checkpoint-1')
const statement = { format, events: t.number, ledgers: t.number, root: t.string }
const Unsigned = t.strict(statement)
const Signed = t.strict({ ...statement, at: t.string, keyId: t.string, signature: t.string })

/** A head as a line holds it. */
export const HeadLine = t.strict({
  head: t.strict({ stream: t.string, revision: t.number, hash: t.union([t.string, t.null]) }),
})

/** The lines after the events: compared with what the events themselves came to. */
export class Closing {
  /** Whether the last line has been. */
  ended = false
  /** Whether its signature was checked and is good. */
  signed = false
  private readonly expected: readonly LedgerHead[]
  private readonly tree = new MerkleRoot()
  private readonly events: number
  private readonly publicKey: KeyObject | undefined
  private next = 0

  constructor(heads: ReadonlyMap<string, LedgerHead>, events: number, publicKey: KeyObject | undefined) {
    this.expected = [...heads.values()].sort(byStream)
    this.events = events
    this.publicKey = publicKey
  }

  /** What is wrong with the next line, whose place is `n`. */
  fault(n: number, text: string): Fault | undefined {
    if (this.ended) return fault('inserted', 'There is more after the last line')
    const head = this.expected[this.next]
    if (head === undefined) return this.end(n, text)
    if (text !== headLine(n, head)) return differing(n, text, head)
    this.tree.add(leafOf(head))
    this.next += 1
    return undefined
  }

  private end(n: number, text: string): Fault | undefined {
    const end = endOf(text)
    if (end === undefined) return strangeEnd(n, text)
    if (text !== endLine(n, end)) return fault('changed', 'The last line is not as it was written')
    const { events, ledgers, root } = end
    if (events !== this.events || ledgers !== this.expected.length || root !== this.tree.root()) {
      return fault('changed', 'The last line speaks of other events than these')
    }
    this.ended = true
    if (this.publicKey === undefined) return undefined
    if (!('signature' in end)) return fault('unsigned', 'The last line has no signature')
    this.signed = isSignedBy(end, this.publicKey)
    return this.signed ? undefined : fault('unsigned', 'The signature is not one of this key over this end')
  }
}

const fault = (
  kind: Finding['kind'],
  detail: string,
  stream: string | null = null,
  revision: number | null = null,
) => ({
  kind,
  stream,
  revision,
  detail,
})

const endOf = (text: string): SignedCheckpoint | t.TypeOf<typeof Unsigned> | undefined => {
  const line = t.type({ end: t.unknown }).decode(parsed(text))
  if (E.isLeft(line)) return undefined
  const { end } = line.right
  for (const codec of [Signed, Unsigned]) {
    const read = codec.decode(end)
    if (E.isRight(read) && canonicalJson(read.right) === canonicalJson(end)) return read.right
  }
  return undefined
}

const strangeEnd = (n: number, text: string): Fault => {
  const head = HeadLine.decode(parsed(text))
  if (E.isLeft(head)) return fault('changed', 'The last line is not as it was written')
  const { stream } = head.right.head
  return numberOf(text) === n
    ? fault('missing', 'There is a head of this ledger, and none of its events', stream)
    : fault('inserted', 'This ledger’s head is here once more', stream)
}

/** A head that is not the one which the events came to. */
const differing = (n: number, text: string, { stream, revision }: LedgerHead): Fault => {
  const number = numberOf(text)
  if (number !== undefined && number > n) return fault('removed', `Lines ${n} to ${number - 1} are not there`)
  if (number !== undefined && number < n) return fault('inserted', 'A line is here once more', stream)
  const read = HeadLine.decode(parsed(text))
  if (E.isLeft(read)) return fault('changed', 'The head of this ledger is not as it was written', stream)
  const { head } = read.right
  if (head.stream < stream)
    return fault('missing', 'There is a head of this ledger, and none of its events', head.stream)
  if (head.stream === stream && head.revision > revision) {
    return fault(
      'truncated',
      `The ledger’s head is revision ${head.revision}; its events end before`,
      stream,
      revision + 1,
    )
  }
  return fault('changed', 'The head of this ledger is not what its events come to', stream, revision)
}
