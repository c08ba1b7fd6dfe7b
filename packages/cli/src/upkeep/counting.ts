import { Presets, SingleBar } from 'cli-progress'
import { errorColours } from '../terminal/colours.js'

/** How far a long task has come. */
export interface Counting {
  readonly at: (done: number, of: number) => void
  readonly stop: () => void
}

/** A bar on stderr, and on a terminal only: a file or a pipe would be filled with it. */
export const counting = (what: string): Counting => {
  if (process.stderr.isTTY !== true) return { at: () => {}, stop: () => {} }
  const format = `${what} ${errorColours.cyan('{bar}')} {value}/{total}, {eta_formatted} left`
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
  bar.start(0, 0)
  return {
    at: (done, of) => {
      bar.setTotal(of)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}
