// `pnpm check`: everything but the tests. `pnpm check lint types` runs only these steps.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { run, tool } from './workspace.mjs'

const script = (name) => [process.execPath, `scripts/${name}.mjs`]
const tsc = tool('typescript', 'tsc')

/** Each step is a list of commands; the first that fails ends the step, never the check. */
const steps = {
  lint: [
    [
      ...tool('@biomejs/biome', 'biome'),
      'ci',
      '--colors=off',
      '--error-on-warnings',
      '--max-diagnostics=100',
      '.',
    ],
  ],
  types: [
    [...tsc, '-b'],
    [...tsc, '-p', 'tsconfig.check.json'],
  ],
  boundaries: [
    [...tool('dependency-cruiser', 'depcruise'), '--config', 'scripts/boundaries.config.mjs', 'packages'],
  ],
  unused: [[...tool('knip'), '--no-progress', '--no-config-hints']],
  documented: [script('documented')],
  packed: [script('packed')],
}

// Two lanes for two cores. Packing follows the build; nothing in the other lane reads what a build writes.
const lanes = [
  ['types', 'packed'],
  ['lint', 'boundaries', 'unused', 'documented'],
]

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !(name in steps))
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}; there are: ${Object.keys(steps).join(', ')}`)
  process.exit(2)
}
const wanted = (name) => positionals.length === 0 || positionals.includes(name)

const runStep = async (name) => {
  const start = performance.now()
  let result = { ok: true, output: '' }
  for (const command of steps[name]) {
    if (result.ok) result = await run(command)
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${result.ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(11)} ${seconds} s`)
  if (!result.ok) console.log(`\n${result.output.trim()}\n`)
  return result.ok
}

const runLane = async (lane) => {
  const results = []
  for (const name of lane.filter(wanted)) results.push(await runStep(name))
  return results
}

const results = (await Promise.all(lanes.map(runLane))).flat()
const failed = results.filter((ok) => !ok).length
const passed = results.length - failed
console.log(`${passed} of ${results.length} checks passed`)
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed, failed }))
process.exitCode = failed === 0 ? 0 : 1
