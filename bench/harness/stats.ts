/** A figure with the spread that it was seen with. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** The middle of some figures, and their extremes. */
export const spreadOf = (figures: readonly number[]): Spread => {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (index: number): number => sorted[index] ?? Number.NaN
  const middle = sorted.length / 2
  const median = Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle))
  return { median, min: at(0), max: at(sorted.length - 1) }
}

/** The spread of the ratios of two series, round by round: what disturbs one round disturbs both sides of it. */
export const ratioOf = (figures: readonly number[], against: readonly number[]): Spread =>
  spreadOf(figures.map((figure, round) => figure / (against[round] ?? Number.NaN)))
