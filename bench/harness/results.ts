import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Machine, machine } from './machine.js'
import type { Part } from './part.js'
import type { Series } from './race.js'

/** One part's run as it is kept: every figure of every round, so that any ratio can be taken later. */
export interface Result {
  readonly part: string
  /** The day of the run. */
  readonly date: string
  readonly machine: Machine
  readonly unit: Part['unit']
  readonly operation: string
  readonly series: readonly Series[]
}

/** The project's bench/results, seen from bench/dist/harness. */
const FOLDER = new URL('../../results/', import.meta.url)

export const writeResult = (part: Part, series: readonly Series[]): void => {
  const result: Result = {
    part: part.name,
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    unit: part.unit,
    operation: part.operation,
    series,
  }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(new URL(`${part.name}.json`, FOLDER), `${JSON.stringify(result, null, 1)}\n`)
}

/** The results that are there, by part. */
export const readResults = (): ReadonlyMap<string, Result> => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
  const results = files.map((name): Result => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')))
  return new Map(results.map((result) => [result.part, result]))
}
