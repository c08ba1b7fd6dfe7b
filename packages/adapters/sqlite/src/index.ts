export type { SqliteConnection, SqliteDriver, SqliteStatement, SqlRow, SqlValue } from './driver/driver.js'
export { type SqliteLibrary, sqliteDriver, sqliteDriverOf } from './driver/drivers.js'
export type { Durability } from './file/connect.js'
export {
  type CannotOpen,
  describeProblem,
  type DiskFull,
  type FileBusy,
  type FileDamaged,
  type FileProblem,
  type FileReadOnly,
  type FutureFile,
  type NoDriver,
  type NoInvitationKeys,
  type NotALedger,
  type OpenProblem,
  type SqliteFault,
  type StoreClosed,
} from './problems.js'
export { openSqlite, type SqliteOptions, type SqliteStore } from './store.js'
