export { fileArchive } from './checkpoint/file-archive.js'
export { byStream, type LedgerHead, leafOf } from './checkpoint/heads.js'
export {
  type CheckpointArchive,
  type CheckpointOptions,
  keepCheckpoints,
  type NotKept,
} from './checkpoint/keep-checkpoints.js'
export { type InclusionProof, inclusionProof, isIncluded, merkleRoot } from './checkpoint/merkle.js'
export {
  type CheckpointStatement,
  isSignedBy,
  type KeyUnreadable,
  readPublicKey,
  readSigningKey,
  type SignedCheckpoint,
  signCheckpoint,
} from './checkpoint/signing.js'
export { type ExportReader, fileLines, readExport } from './export/read-export.js'
export { type ExportRequest, exportLines } from './export/write-export.js'
export { duration } from './report/duration.js'
export { type ReportFormat, written } from './report/formats.js'
export { eventRow, periodRow, type ReportRow, seatRow } from './report/rows.js'
export type { Finding, FindingKind, Verdict } from './verify/finding.js'
export { type Line, linesOf } from './verify/line-reader.js'
export { readCheckpoint } from './verify/read-checkpoint.js'
export { type VerifyOptions, verifyExport } from './verify/verify-export.js'
export { type VerifyLogRequest, verifyLog } from './verify/verify-log.js'
