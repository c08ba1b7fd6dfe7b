// `pnpm bench [part …] [--rounds n] [--sizes a,b] [--clock cpu]`: runs parts, prints their tables, writes bench/results/<part>.json.
import { parseArgs } from 'node:util'
import { race } from './harness/race.js'
import { writeResult } from './harness/results.js'
import { tableOf } from './harness/table.js'
import { partNamed, parts } from './parts/index.js'

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    sizes: { type: 'string' },
    /** `cpu` counts the processor time of each process: for a machine that has other things to do. */
    clock: { type: 'string', default: 'wall' },
    /** Print only: keep the results of the last full run. */
    dry: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const wanted = positionals.length === 0 ? parts : positionals.map(partNamed)
for (const part of wanted) {
  const sizes = values.sizes === undefined ? part.sizes : values.sizes.split(',').map(Number)
  const series = await race(part, {
    rounds: Number(values.rounds),
    sizes,
    clock: values.clock === 'cpu' ? 'cpu' : 'wall',
  })
  console.log(tableOf(part, series))
  if (!values.dry) writeResult(part, series)
}
