// Adds up what the tests and the checks reported, for `.ci/run`: `tally.mjs <report>:<exit code> …`.
// A step that wrote no report, ran nothing, or failed without naming a failure counts as one failure.
import { readJson } from './workspace.mjs'

/** Counts of one report: ours (`passed`, `failed`) or vitest's JSON. */
const read = (path) => {
  try {
    const report = readJson(path)
    return {
      passed: report.passed ?? report.numPassedTests,
      failed: report.failed ?? report.numFailedTests,
      skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const argument of process.argv.slice(2)) {
  const at = argument.lastIndexOf(':')
  const { passed, failed, skipped } = read(argument.slice(0, at))
  const crashed = passed + failed === 0 || (argument.slice(at + 1) !== '0' && failed === 0)
  total.passed += passed
  total.failed += crashed ? 1 : failed
  total.skipped += skipped
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1
