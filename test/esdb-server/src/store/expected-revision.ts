import { type Expected, NOTHING } from './model.js'

/** What the rule needs to know of a stream. `recent` looks in the small memory of ids, `idAt` in the log itself. */
export interface StreamView {
  readonly last: bigint
  readonly tombstoned: boolean
  readonly softDeleted: boolean
  readonly hasMetadata: boolean
  readonly idAt: (revision: bigint) => string | undefined
  readonly recent: (id: string) => bigint | undefined
}

export type Verdict =
  | { readonly _tag: 'Write' }
  | { readonly _tag: 'Repeated'; readonly last: bigint }
  | { readonly _tag: 'Conflict' }
  | { readonly _tag: 'Deleted' }

const write: Verdict = { _tag: 'Write' }
const conflict: Verdict = { _tag: 'Conflict' }
const deleted: Verdict = { _tag: 'Deleted' }

/** The server's own check before a commit, rule by rule, including the surprising ones. */
export const checkExpected = (view: StreamView, expected: Expected, ids: readonly string[]): Verdict => {
  if (view.tombstoned) return deleted
  if (expected === 'stream_exists') {
    if (view.softDeleted) return deleted
    if (view.last === NOTHING && !view.hasMetadata) return conflict
  }
  if (expected === 'any' || expected === 'stream_exists') return checkRecentIds(view, ids)
  const exact = expected === 'no_stream' ? NOTHING : expected
  if (exact > view.last) return conflict
  // At the head nothing is compared: the same ids are simply written again.
  if (exact === view.last) return write
  return checkLog(view, exact, ids)
}

/** Without an exact revision only the memory of recent ids tells a repeated append, and that memory does not last. */
const checkRecentIds = (view: StreamView, ids: readonly string[]): Verdict => {
  let last: bigint | undefined
  for (const id of ids) {
    const known = view.recent(id)
    if (known === undefined) return last === undefined ? write : conflict
    last = known
  }
  return last === undefined ? write : { _tag: 'Repeated', last }
}

/** Behind the head the log tells: a repeated append is the one whose ids all follow the expected revision. */
const checkLog = (view: StreamView, exact: bigint, ids: readonly string[]): Verdict => {
  let revision = exact
  for (const id of ids) {
    revision += 1n
    if (view.idAt(revision) === id) continue
    const first = revision === exact + 1n
    return first && exact === NOTHING && view.softDeleted ? write : conflict
  }
  return revision === exact ? conflict : { _tag: 'Repeated', last: revision }
}
