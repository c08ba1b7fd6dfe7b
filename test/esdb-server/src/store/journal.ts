import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import type { Recorded } from './model.js'

/** One commit per line, so that a torn last line is a commit that never happened. */
const encode = (events: readonly Recorded[]): string =>
  `${JSON.stringify(
    events.map((event) => ({
      ...event,
      revision: event.revision.toString(),
      position: event.position.toString(),
      data: Buffer.from(event.data).toString('base64'),
      metadata: Buffer.from(event.metadata).toString('base64'),
    })),
  )}\n`

interface Line extends Omit<Recorded, 'revision' | 'position' | 'data' | 'metadata'> {
  readonly revision: string
  readonly position: string
  readonly data: string
  readonly metadata: string
}

const decode = (line: string): readonly Recorded[] => {
  const events: readonly Line[] = JSON.parse(line)
  return events.map((event) => ({
    ...event,
    revision: BigInt(event.revision),
    position: BigInt(event.position),
    data: Buffer.from(event.data, 'base64'),
    metadata: Buffer.from(event.metadata, 'base64'),
  }))
}

/**
 * A log in a file of JSON lines. It survives `kill -9` of the process (each commit is one finished write), not a
 * power cut (there is no fsync).
 */
export class FileJournal {
  private readonly file: string
  private readonly descriptor: number

  constructor(file: string) {
    this.file = file
    if (existsSync(file)) cutTornLine(file)
    this.descriptor = openSync(file, 'a')
  }

  /** The commits of earlier processes. */
  *commits(): Generator<readonly Recorded[]> {
    for (const line of readFileSync(this.file, 'utf8').split('\n')) if (line !== '') yield decode(line)
  }

  readonly write = (events: readonly Recorded[]): void => {
    writeSync(this.descriptor, encode(events))
  }

  close(): void {
    closeSync(this.descriptor)
  }
}

const cutTornLine = (file: string): void => {
  const bytes = readFileSync(file)
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) truncateSync(file, end)
}
