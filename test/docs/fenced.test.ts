import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readExamples } from './fences.js'
import { runErrors } from './run.js'
import { type TypeFault, typeErrors } from './typecheck.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const markdownUnder = (folder: string, wanted: RegExp): ReadonlyArray<string> =>
  !existsSync(join(root, folder))
    ? []
    : readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`
        if (entry.isDirectory()) {
          return /^(node_modules|dist|\..*)$/.test(entry.name) ? [] : markdownUnder(path, wanted)
        }
        return wanted.test(entry.name) ? [path] : []
      })

const documents = [
  'README.md',
  ...markdownUnder('docs', /\.md$/),
  ...markdownUnder('packages', /^README\.md$/),
]
const read = documents
  .filter((path) => existsSync(join(root, path)))
  .map((path) => readExamples(path, readFileSync(join(root, path), 'utf8')))
const examples = read.flatMap((document) => document.examples)

describe('examples in the documentation', () => {
  let temp: string
  let types: ReadonlyMap<string, ReadonlyArray<TypeFault>>
  let runs: ReadonlyMap<string, string>

  const fileOf = (kind: 'checked' | 'run', at: string) =>
    join(temp, kind, `${at.replaceAll(/[^\w.-]/g, '_')}.ts`)

  beforeAll(async () => {
    // Inside test/, so that the examples find the workspace packages as a user's project would.
    temp = mkdtempSync(join(root, 'test/.fenced-'))
    for (const kind of ['checked', 'run'] as const) {
      mkdirSync(join(temp, kind))
      for (const example of examples) writeFileSync(fileOf(kind, example.at), example[kind] ?? '')
    }
    const files = examples.filter((example) => example.run !== undefined).map(({ at }) => fileOf('run', at))
    const running = runErrors(files, temp, 20_000)
    types = typeErrors(
      join(root, 'tsconfig.check.json'),
      examples.map(({ at }) => fileOf('checked', at)),
    )
    runs = await running
  }, 180_000)

  afterAll(() => {
    rmSync(temp, { recursive: true, force: true })
  })

  test('are marked as CONTRIBUTING.md says', () => {
    expect(read.flatMap((document) => document.problems)).toEqual([])
  })

  for (const { at } of examples) {
    test(at, () => {
      const path = at.slice(0, at.lastIndexOf(':'))
      const faults = types.get(fileOf('checked', at)) ?? []
      expect(faults.map(({ line, text }) => `${path}:${line}: ${text}`)).toEqual([])
      expect(runs.get(fileOf('run', at))).toBeUndefined()
    })
  }
})
