// One variant at one size, in a process of its own. Told how long a round lasts it answers one figure; see race.ts.
import { Bench } from 'tinybench'
import { partNamed } from '../parts/index.js'
import type { Sample, Trial } from './part.js'

const [partName = '', variantName = '', size = '0', clock = 'wall'] = process.argv.slice(2)

/** Milliseconds of this process's own work, on whatever thread: what a busy machine does not distort. */
const cpuTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** The median sample of one round, per operation: nanoseconds, or what the part counts. */
const roundOf = async (trial: Trial, milliseconds: number): Promise<number> => {
  if (trial.kind === 'counted') return trial.measure()
  let sample: Sample | undefined
  const bench = new Bench({
    time: milliseconds,
    iterations: 1,
    warmup: false,
    throws: true,
    ...(clock === 'cpu' ? { now: cpuTime } : {}),
  })
  bench.add(variantName, () => sample?.run(), {
    beforeEach: async () => {
      sample = await trial.prepare()
    },
    afterEach: () => sample?.check(),
    async: true,
  })
  const [task] = await bench.run()
  if (sample === undefined || task?.result.state !== 'completed')
    throw new Error(`${variantName}: ${task?.result.state}`)
  return (task.result.latency.p50 * 1e6) / sample.operations
}

const variant = partNamed(partName).variants.find(({ name }) => name === variantName)
if (variant === undefined) throw new Error(`no variant ${variantName} in ${partName}`)
const trial = await variant.trial(Number(size))

process.on('message', async (milliseconds: number) => {
  try {
    process.send?.({ figure: await roundOf(trial, milliseconds) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) })
  }
})
