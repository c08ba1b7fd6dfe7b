import { figures, reaches } from '../figures.js'
import type { Part } from '../harness/part.js'
import type { Result } from '../harness/results.js'
import { ratioOf, type Spread, spreadOf } from '../harness/stats.js'
import { format } from '../harness/table.js'

type Results = ReadonlyMap<string, Result>

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n')

const spread = ({ median, min, max }: Spread): string => `${format(median)} (${format(min)}–${format(max)})`

/** The table of aims with what was measured. */
export const aimsTable = (results: Results): string =>
  table(
    ['#', 'Figure', 'Aim', 'Measured: median (min–max)', ''],
    figures.map(({ number, says, aim, measure }) => {
      const measured = measure(results)
      const wanted = 'atMost' in aim ? `at most ${format(aim.atMost)}` : `at least ${format(aim.atLeast)}`
      if (measured === undefined) return [number, says, wanted, 'not measured', '']
      return [number, says, wanted, spread(measured), reaches(aim, measured.median) ? 'met' : '**missed**']
    }),
  )

/** One part: what each variant does, and its figures. */
export const partText = (part: Part, result: Result): string => {
  const baseline = (size: number) =>
    result.series.find((series) => series.variant === part.baseline && series.size === size)
  const rows = result.series.map(({ variant, size, figures: seen }) => {
    const against = baseline(size)
    const ratio =
      against === undefined || variant === part.baseline ? '' : spread(ratioOf(seen, against.figures))
    return [variant, size.toLocaleString('en'), spread(spreadOf(seen)), ratio]
  })
  return [
    `### ${part.title}`,
    part.variants.map(({ name, does }) => `- **${name}**: ${does}`).join('\n'),
    table(['', part.scale, `${part.unit} per ${part.operation}`, `x ${part.baseline}`], rows),
  ].join('\n\n')
}

/** Which machine, when, with what. */
export const provenance = (results: Results): string => {
  const [first] = results.values()
  if (first === undefined) return 'No results yet.'
  const { cpu, cores, memoryGiB, node, versions } = first.machine
  const dates = [...new Set([...results.values()].map(({ date }) => date))].sort().join(', ')
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Measured ${dates} on ${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}; ${named.join(', ')}.`
}
