import * as E from 'fp-ts/lib/Either.js'
import type { Platform } from '../ports/platform.js'
import type { Parked } from './backlog.js'
import { Journal, type JournalFailure } from './journal.js'

/** The records that a reactor has put aside, oldest first, as its journal says: also when nothing runs it here. */
export const parkedRecords = async (
  platform: Platform,
  name: string,
): Promise<E.Either<JournalFailure, readonly Parked[]>> => {
  const journal = new Journal(platform, name)
  const failure = await journal.open()
  return failure === undefined ? E.right([...journal.backlog.parked.values()]) : E.left(failure)
}
