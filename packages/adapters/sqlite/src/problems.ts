import type { StoreRefused, StoreUnavailable } from '@seat-ledger/core'
import { resultOf } from './driver/result.js'

/** No SQLite library is installed. */
export interface NoDriver {
  readonly _tag: 'NoDriver'
}

/** A durable store needs keys that outlive the process, or every invitation would die with it. */
export interface NoInvitationKeys {
  readonly _tag: 'NoInvitationKeys'
}

/** There is no file to be had at this path: a directory, a folder that does not exist, no right to read or create it. */
export interface CannotOpen {
  readonly _tag: 'CannotOpen'
  readonly file: string
  readonly cause: unknown
}

/** The file is something else: no SQLite file, or another application's. */
export interface NotALedger {
  readonly _tag: 'NotALedger'
  readonly file: string
  readonly cause: unknown
}

/** A later version of this package wrote the file. */
export interface FutureFile {
  readonly _tag: 'FutureFile'
  readonly file: string
  readonly found: number
  readonly known: number
}

/** Parts of the file are lost or changed. Restore a backup; `checkFile` tells what is wrong. */
export interface FileDamaged {
  readonly _tag: 'FileDamaged'
  readonly file: string
  /** The first event found changed or missing, if it was one. */
  readonly position: number | null
  readonly cause: unknown
}

/** The file, or the folder that its log has to lie in, cannot be written. */
export interface FileReadOnly {
  readonly _tag: 'FileReadOnly'
  readonly file: string
  readonly cause: unknown
}

/** There is no room left on the disk, or in the file's page limit. */
export interface DiskFull {
  readonly _tag: 'DiskFull'
  readonly file: string
  readonly cause: unknown
}

/** Other processes kept the file locked for the whole busy timeout. */
export interface FileBusy {
  readonly _tag: 'FileBusy'
  readonly file: string
  readonly cause: unknown
}

/** The store was closed. */
export interface StoreClosed {
  readonly _tag: 'StoreClosed'
  readonly file: string
}

/** Anything else that SQLite or its driver said. */
export interface SqliteFault {
  readonly _tag: 'SqliteFault'
  readonly file: string
  readonly cause: unknown
}

/** What can be wrong with a file in use. */
export type FileProblem =
  | CannotOpen
  | NotALedger
  | FileDamaged
  | FileReadOnly
  | DiskFull
  | FileBusy
  | StoreClosed
  | SqliteFault

/** Why a store does not open. */
export type OpenProblem = FileProblem | FutureFile | NoDriver | NoInvitationKeys

/** One line for people, without the file's content. */
export const describeProblem = (problem: OpenProblem): string => {
  switch (problem._tag) {
    case 'NoDriver':
      return 'no SQLite driver: use Node 22.13 or later, or install libsql (npm install libsql) or better-sqlite3'
    case 'NoInvitationKeys':
      return 'a durable store needs invitation keys of its own: without them every invitation would end with the process'
    case 'CannotOpen':
      return `cannot open ${problem.file}: it must be a file that this user may read and write, in a folder that exists`
    case 'NotALedger':
      return `${problem.file} is not a seat ledger`
    case 'FutureFile':
      return `${problem.file} has schema ${problem.found}, written by a later version; this version knows up to ${problem.known}`
    case 'FileDamaged':
      return `${problem.file} is damaged${problem.position === null ? '' : ` at position ${problem.position}`}: restore a backup`
    case 'FileReadOnly':
      return `${problem.file} cannot be written`
    case 'DiskFull':
      return `no room left for ${problem.file}`
    case 'FileBusy':
      return `${problem.file} is locked by another process`
    case 'StoreClosed':
      return `${problem.file} is closed`
    case 'SqliteFault':
      return `SQLite refused a statement on ${problem.file}`
  }
}

/** What a driver's error says about a file. A problem that was found here and thrown comes back as it is. */
export const problemOf = (file: string, cause: unknown): FileProblem => {
  if (cause instanceof ProblemError) return cause.problem
  switch (resultOf(cause)) {
    case 'busy':
      return { _tag: 'FileBusy', file, cause }
    case 'full':
      return { _tag: 'DiskFull', file, cause }
    case 'read-only':
      return { _tag: 'FileReadOnly', file, cause }
    case 'damaged':
      return { _tag: 'FileDamaged', file, position: null, cause }
    case 'not-a-database':
      return { _tag: 'NotALedger', file, cause }
    case 'cannot-open':
      return { _tag: 'CannotOpen', file, cause }
    default:
      return { _tag: 'SqliteFault', file, cause }
  }
}

/** Carries a problem out of a transaction, so that it is rolled back. Never leaves this package. */
export class ProblemError extends Error {
  readonly problem: FileProblem

  constructor(problem: FileProblem) {
    super(describeProblem(problem))
    this.problem = problem
  }
}

/** A problem as the ports say it. Only a lock, a disk error or a closed store may be better next time. */
export const portFailure = (problem: FileProblem): StoreUnavailable | StoreRefused => {
  const mayPass =
    problem._tag === 'FileBusy' ||
    problem._tag === 'StoreClosed' ||
    (problem._tag === 'SqliteFault' && resultOf(problem.cause) === 'io')
  return {
    _tag: mayPass ? 'StoreUnavailable' : 'StoreRefused',
    detail: describeProblem(problem),
    cause: problem,
  }
}
