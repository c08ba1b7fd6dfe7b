// One variant at one size, in a process of its own. Told `round` it answers one figure; see race.ts.
import { Bench } from 'tinybench'
import { partNamed } from '../parts/index.js'
import type { Sample, Trial } from './part.js'

/** How long a round of samples lasts at least, in milliseconds of the work itself. */
const ROUND_MS = 40

const [partName = '', variantName = '', size = '0'] = process.argv.slice(2)

/** The median sample of one round, per operation: nanoseconds, or what the part counts. */
const roundOf = async (trial: Trial): Promise<number> => {
  if (trial.kind === 'counted') return trial.measure()
  let sample: Sample | undefined
  const bench = new Bench({ time: ROUND_MS, iterations: 1, warmup: false, throws: true })
  bench.add(variantName, () => sample?.run(), {
    beforeEach: async () => {
      sample = await trial.prepare()
    },
    afterEach: () => sample?.check(),
    async: true,
  })
  const [task] = await bench.run()
  if (sample === undefined || task?.result.state !== 'completed') throw new Error(`${variantName}: ${task?.result.state}`)
  return (task.result.latency.p50 * 1e6) / sample.operations
}

const variant = partNamed(partName).variants.find(({ name }) => name === variantName)
if (variant === undefined) throw new Error(`no variant ${variantName} in ${partName}`)
const trial = await variant.trial(Number(size))

process.on('message', async () => {
  try {
    process.send?.({ figure: await roundOf(trial) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) })
  }
})
