import { setImmediate } from 'node:timers/promises'
import { readRecord, type StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { SqlRow } from '../driver/driver.js'
import { bytesOf, textIn } from '../driver/text.js'
import type { Database } from '../file/database.js'
import { type ExistingFile, withFile } from '../file/existing.js'
import { schemaVersion } from '../file/migrate.js'
import { attempt } from '../file/patience.js'
import { damaged, EVENT_COLUMNS, eventOf } from '../log/stored-event.js'
import { describeProblem, type OpenProblem } from '../problems.js'
import { comparedWith } from './compare.js'
import { LedgerAudit } from './ledger-audit.js'

/** Something that is not as it must be. */
export interface Finding {
  /** What was looked at: the file's structure, the log, a ledger's rules, or the read model (which can be rebuilt). */
  readonly area: 'file' | 'log' | 'ledger' | 'read-model'
  /** The stream, where it is about one. */
  readonly stream: string | null
  readonly detail: string
}

/** What a check looked at and found. No findings: all is well. */
export interface CheckReport {
  readonly ledgers: number
  readonly events: number
  readonly findings: readonly Finding[]
}

const PAGE = 1_000

/** The schema version from which on a file has a read model. */
const READ_MODEL_SCHEMA = 3

const READ = `SELECT ${EVENT_COLUMNS} FROM streams AS s JOIN events AS e ON e.stream = s.id
  WHERE s.id = ? AND e.revision >= ? ORDER BY e.revision LIMIT ${PAGE}`

/**
 * Reads all of a file: SQLite's integrity check, every event's checksum and place, the rules of every ledger, and
 * whether the read model is what the events say. `onProgress` is told how many ledgers are done.
 */
export const checkFile = (
  source: ExistingFile,
  onProgress: (progress: { readonly ledgers: number; readonly of: number }) => void = () => undefined,
): Promise<E.Either<OpenProblem, CheckReport>> =>
  withFile(source, async (database) => {
    const findings: Finding[] = [...structure(database)]
    const streams = attempt(database.file, () =>
      database.all(`SELECT id, ${bytesOf('name')} AS name FROM streams ORDER BY id`),
    )
    if (E.isLeft(streams)) return E.left(streams.left.problem)
    let events = 0
    for (const [index, row] of streams.right.entries()) {
      events += checkStream(database, row, findings)
      onProgress({ ledgers: index + 1, of: streams.right.length })
      if (index % 100 === 0) await setImmediate()
    }
    return E.right({ ledgers: streams.right.length, events, findings })
  })

const structure = (database: Database): readonly Finding[] => {
  const result = attempt(database.file, () => [
    ...database.all('PRAGMA integrity_check(100)').map((row) => String(row.integrity_check)),
    ...database
      .all('PRAGMA foreign_key_check')
      .map((row) => `a row of ${String(row.table)} has lost its parent`),
  ])
  const lines = E.isRight(result) ? result.right : [describeProblem(result.left.problem)]
  return lines.filter((line) => line !== 'ok').map((detail) => ({ area: 'file', stream: null, detail }))
}

/** Checks one stream, and gives how many of its events could be read. */
const checkStream = (database: Database, { id, name }: SqlRow, findings: Finding[]): number => {
  const stream = textIn(name) as StreamName
  const walk = new Walk(database, Number(id), stream)
  const walked = attempt(database.file, () => walk.run())
  findings.push(...walk.findings)
  if (E.isLeft(walked)) {
    const { problem } = walked.left
    const cause =
      problem._tag === 'FileDamaged' && problem.cause instanceof Error ? `: ${problem.cause.message}` : ''
    findings.push({ area: 'log', stream, detail: `${describeProblem(problem)}${cause}` })
  }
  return walk.events
}

/** Reads one stream from its start and looks at everything on the way. */
class Walk {
  readonly findings: Finding[] = []
  events = 0

  private readonly database: Database
  private readonly id: number
  private readonly stream: StreamName
  private readonly audit = new LedgerAudit()
  private position = 0n

  constructor(database: Database, id: number, stream: StreamName) {
    this.database = database
    this.id = id
    this.stream = stream
  }

  run(): void {
    const readModel =
      schemaVersion(this.database) >= READ_MODEL_SCHEMA ? comparedWith(this.database, this.stream) : undefined
    for (let page = this.page(); ; page = this.page()) {
      for (const row of page) {
        this.event(row)
        readModel?.at(this.events - 1, this.audit.ledger)
      }
      if (page.length < PAGE) break
    }
    for (const detail of readModel?.differences() ?? []) this.found('read-model', detail)
  }

  private page(): readonly SqlRow[] {
    return this.database.all(READ, this.id, this.events)
  }

  private event(row: SqlRow): void {
    const event = eventOf(this.database.file, row)
    if (event.revision !== this.events) {
      throw damaged(this.database.file, Number(event.position), `revision ${this.events} is missing`)
    }
    if (event.position <= this.position)
      this.found('log', `position ${event.position} is not after the one before`)
    this.position = event.position
    this.events += 1
    const record = readRecord(event)
    if (E.isLeft(record)) {
      const { problem, fields, type } = record.left
      if (problem !== 'foreign stream')
        this.found('log', `revision ${event.revision}: ${problem}, ${type} ${fields.join(', ')}`)
      return
    }
    const broken = this.audit.next(record.right)
    if (broken !== undefined) this.found('ledger', `revision ${event.revision}: ${broken}`)
  }

  private found(area: Finding['area'], detail: string): void {
    this.findings.push({ area, stream: this.stream, detail })
  }
}
