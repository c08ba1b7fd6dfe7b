// `pnpm bench:check`: compares the kept results with the table, and forgives 30 % for noise. Exits with 1 when one is worse.
import { figures, reaches } from './figures.js'
import { readResults } from './harness/results.js'
import { format } from './harness/table.js'

const SLACK = 0.3

const results = readResults()
let failed = 0
for (const { number, says, aim, measure } of figures) {
  const spread = measure(results)
  const wanted = 'atMost' in aim ? `at most ${format(aim.atMost)}` : `at least ${format(aim.atLeast)}`
  const verdict =
    spread === undefined
      ? 'MISSING'
      : reaches(aim, spread.median)
        ? 'ok'
        : reaches(aim, spread.median, SLACK)
          ? 'near'
          : 'WORSE'
  if (verdict === 'MISSING' || verdict === 'WORSE') failed += 1
  const measured =
    spread === undefined
      ? 'not measured'
      : `${format(spread.median)} (${format(spread.min)}–${format(spread.max)})`
  console.log(`${verdict.padEnd(7)} ${number.padStart(2)}  ${says}: ${measured}, ${wanted}`)
}
console.log(
  `${figures.length - failed} of ${figures.length} figures are where they should be, give or take ${SLACK * 100} %`,
)
process.exitCode = failed === 0 ? 0 : 1
