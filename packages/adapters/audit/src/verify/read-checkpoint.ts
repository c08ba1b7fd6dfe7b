import type { KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { LedgerHead } from '../checkpoint/heads.js'
import { HEADER } from '../export/lines.js'
import { Closing, HeadLine } from './closing.js'
import type { Finding } from './finding.js'
import { parsed } from './parse-line.js'

/** Reads a kept checkpoint and verifies its signature: the heads that it vouches for, or what is wrong with it. */
export const readCheckpoint = (
  text: string,
  publicKey: KeyObject,
): E.Either<Finding, readonly LedgerHead[]> => {
  const lines = text.split('\n')
  const heads = lines.flatMap((line) => {
    const read = HeadLine.decode(parsed(line))
    return E.isRight(read) ? [read.right.head] : []
  })
  if (lines[0] !== HEADER || lines.at(-1) !== '') {
    return E.left(wrong('truncated', 0, 'This is not a whole checkpoint'))
  }
  const events = eventsOf(lines.at(-2) ?? '')
  const closing = new Closing(new Map(heads.map((head) => [head.stream, head])), events, publicKey)
  for (const [index, line] of lines.slice(1, -1).entries()) {
    const fault = closing.fault(index + 1, line)
    if (fault !== undefined) return E.left({ line: index + 1, ...fault })
  }
  return closing.ended
    ? E.right(heads)
    : E.left(wrong('truncated', lines.length - 1, 'The last line is not there'))
}

/** How many events the log had is only said by the signed end: there is nothing to count here. */
const eventsOf = (last: string): number => {
  const line = parsed(last)
  const end = typeof line === 'object' && line !== null && 'end' in line ? line.end : undefined
  return typeof end === 'object' && end !== null && 'events' in end ? Number(end.events) : -1
}

const wrong = (kind: Finding['kind'], line: number, detail: string): Finding => ({
  kind,
  line,
  stream: null,
  revision: null,
  detail,
})
