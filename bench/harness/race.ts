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

/** How a part is run. */
export interface Rules {
  readonly rounds: number
  readonly sizes: readonly number[]
  /** Time on the wall, or the time that the process itself had a processor. */
  readonly clock: 'wall' | 'cpu'
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

/** `--expose-gc` for the parts that weigh the heap; none collects garbage before a timed sample, as that drops optimised code. */
const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=12288']

/** How long a round lasts at least, in milliseconds of the work itself; the first lets the optimising compiler finish. */
const ROUND_MS = 100
const WARM_UP_MS = 1_500

/** Runs a part: every variant at every size in a process of its own, warmed up, then one round each in turn. */
export const race = async (part: Part, { rounds, sizes, clock }: Rules): Promise<Series[]> => {
  const runners = part.variants.flatMap((variant) =>
    (variant.sizes ?? part.sizes)
      .filter((size) => sizes.includes(size))
      .map((size) => ({
        series: { variant: variant.name, size, figures: [] as number[] },
        worker: start(part, variant.name, size, clock),
      })),
  )
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const { series, worker } of runners) {
        const name = `${part.name}: ${series.variant} at ${series.size}`
        const figure = await ask(worker, name, round === 0 ? WARM_UP_MS : ROUND_MS)
        if (round > 0) series.figures.push(figure)
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${part.name}: round ${round} of ${rounds} `)
    }
  } finally {
    for (const { worker } of runners) worker.kill()
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
  return runners.map(({ series }) => series)
}

const start = (part: Part, variant: string, size: number, clock: string): ChildProcess =>
  fork(WORKER, [part.name, variant, `${size}`, clock], { execArgv: NODE_OPTIONS })

/** One round of one worker. */
const ask = async (worker: ChildProcess, name: string, milliseconds: number): Promise<number> => {
  if (worker.exitCode !== null) throw new Error(`${name}: ended with ${worker.exitCode}`)
  worker.send(milliseconds)
  const answered = new AbortController()
  const [answer] = (await Promise.race([
    once(worker, 'message'),
    ended(worker, name, answered.signal),
  ]).finally(() => answered.abort())) as [{ readonly figure?: number; readonly error?: string }]
  if (answer.figure === undefined) throw new Error(`${name}: ${answer.error}`)
  return answer.figure
}

/** Rejects when the worker ends first; `answered` takes the listener away again. */
const ended = async (worker: ChildProcess, name: string, answered: AbortSignal): Promise<never> => {
  const [code] = await once(worker, 'exit', { signal: answered })
  throw new Error(`${name}: ended with ${code}`)
}
