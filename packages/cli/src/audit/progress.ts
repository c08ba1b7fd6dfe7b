import { Presets, SingleBar } from 'cli-progress'
import { errorColours } from '../terminal/colours.js'

/** How far long work has come. */
export interface WorkProgress {
  readonly advance: (by: number) => void
  readonly stop: () => void
}

/** On stderr, and on a terminal only: a bar with rate and remaining time, or just the count where the end is not known. */
export const workProgress = (what: string, total: number | undefined, unit: string): WorkProgress => {
  if (process.stderr.isTTY !== true) return { advance: () => {}, stop: () => {} }
  const began = performance.now()
  let done = 0
  const known = `${what} ${errorColours.cyan('{bar}')} {percentage} %, {rate} ${unit}/s, {eta_formatted} left`
  const unknown = `${what} {value} ${unit}, {rate} ${unit}/s`
  const bar = new SingleBar(
    {
      format: total === undefined ? unknown : known,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 100,
      barsize: 24,
    },
    Presets.shades_classic,
  )
  bar.start(total ?? 0, 0, { rate: 0 })
  return {
    advance: (by) => {
      done += by
      const rate = Math.round((done * 1_000) / Math.max(1, performance.now() - began))
      bar.update(done, { rate: rate.toLocaleString('en-US') })
    },
    stop: () => bar.stop(),
  }
}
