import { Presets, SingleBar } from 'cli-progress'
import { errorColours } from '../terminal/colours.js'

/** How far a long command has come. */
export interface Progress {
  readonly advance: (rows: number) => void
  readonly stop: () => void
}

/** A bar on stderr, and on a terminal only: a file or a pipe would be filled with it. */
export const progressBar = (total: number, what: string): Progress => {
  if (process.stderr.isTTY !== true) return { advance: () => {}, stop: () => {} }
  const format = `${what} ${errorColours.cyan('{bar}')} {value}/{total} rows, {eta_formatted} left`
  const bar = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, etaBuffer: 50 },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { advance: (rows) => bar.increment(rows), stop: () => bar.stop() }
}
