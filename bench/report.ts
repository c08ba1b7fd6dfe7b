// `pnpm bench:report`: draws the curves and writes the tables of docs/performance.md from bench/results.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readResults } from './harness/results.js'
import { parts } from './parts/index.js'
import { chartOf } from './report/chart.js'
import { aimsTable, partText, provenance } from './report/document.js'

/** The project's docs, seen from bench/dist. */
const DOCS = new URL('../../docs/', import.meta.url)
const CHARTS = ['one-pool', 'assign-at']

const results = readResults()
mkdirSync(new URL('performance/', DOCS), { recursive: true })

const sections = parts.flatMap((part) => {
  const result = results.get(part.name)
  if (result === undefined) return []
  const text = partText(part, result)
  if (!CHARTS.includes(part.name)) return [text]
  writeFileSync(new URL(`performance/${part.name}.svg`, DOCS), chartOf(result, part))
  return [`${text}\n\n![${part.title}](performance/${part.name}.svg)`]
})

/** Replaces what lies between two markers, which stay. */
const fill = (text: string, marker: string, content: string): string => {
  const [begin, end] = [`<!-- ${marker}: written by pnpm bench:report -->`, `<!-- end of ${marker} -->`]
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${marker}`)
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`
}

const file = new URL('performance.md', DOCS)
const before = readFileSync(file, 'utf8')
const withAims = fill(before, 'aims', `${provenance(results)}\n\n${aimsTable(results)}`)
writeFileSync(file, fill(withAims, 'parts', sections.join('\n\n')))
console.log(`docs/performance.md: ${sections.length} parts`)
