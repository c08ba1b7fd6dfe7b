export type { Progress, Rebuilt } from './directory/rebuild.js'
export type { SqliteConnection, SqliteDriver, SqliteStatement, SqlRow, SqlValue } from './driver/driver.js'
export { type SqliteLibrary, sqliteDriver, sqliteDriverOf } from './driver/drivers.js'
export type { Durability } from './file/connect.js'
export type { ExistingFile } from './file/existing.js'
export { openSqlitePlatform, type SqlitePlatform, type SqlitePlatformOptions } from './platform.js'
export {
  type CannotOpen,
  type DiskFull,
  describeProblem,
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
export { openSqliteReader, type SqliteReader } from './reader.js'
export { openSqlite, type SqliteOptions, type SqliteStore } from './store.js'
export { type BackedUp, backup, type TargetExists } from './upkeep/backup.js'
export { type CheckReport, checkFile, type Finding } from './upkeep/check.js'
export { rebuildFile } from './upkeep/rebuild-file.js'
