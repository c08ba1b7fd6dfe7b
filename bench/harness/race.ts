import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Part } from './part.js'

/** One variant at one size, and a figure per round: figures of the same round were taken one after another. */
export interface Series {
  readonly variant: string
  readonly size: number
  readonly figures: number[]
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

/** `--expose-gc` for the parts that weigh the heap; none collects garbage before a timed sample, as that drops optimised code. */
const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=12288']

/** Runs a part: every variant at every size in a process of its own, one round each in turn, the warm-up rounds dropped. */
export const race = async (
  part: Part,
  { rounds, warmups, sizes }: { readonly rounds: number; readonly warmups: number; readonly sizes: readonly number[] },
): Promise<Series[]> => {
  const runners = part.variants.flatMap((variant) =>
    (variant.sizes ?? part.sizes)
      .filter((size) => sizes.includes(size))
      .map((size) => ({ series: { variant: variant.name, size, figures: [] as number[] }, worker: start(part, variant.name, size) })),
  )
  try {
    for (let round = -warmups; round < rounds; round++) {
      for (const { series, worker } of runners) {
        const figure = await ask(worker, `${part.name}: ${series.variant} at ${series.size}`)
        if (round >= 0) series.figures.push(figure)
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${part.name}: round ${round + 1} of ${rounds} `)
    }
  } finally {
    for (const { worker } of runners) worker.kill()
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
  return runners.map(({ series }) => series)
}

const start = (part: Part, variant: string, size: number): ChildProcess =>
  fork(WORKER, [part.name, variant, `${size}`], { execArgv: NODE_OPTIONS })

/** One round of one worker. */
const ask = async (worker: ChildProcess, name: string): Promise<number> => {
  if (worker.exitCode !== null) throw new Error(`${name}: ended with ${worker.exitCode}`)
  worker.send('round')
  const [answer] = (await Promise.race([once(worker, 'message'), ended(worker, name)])) as [
    { readonly figure?: number; readonly error?: string },
  ]
  if (answer.figure === undefined) throw new Error(`${name}: ${answer.error}`)
  return answer.figure
}

const ended = async (worker: ChildProcess, name: string): Promise<never> => {
  const [code] = await once(worker, 'exit')
  throw new Error(`${name}: ended with ${code}`)
}
