/** The middle of the values. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Runs the variants in turn, `rounds` times, after one round that does not count; gives each one's figures. */
export const inTurn = async <Name extends string>(
  rounds: number,
  variants: { readonly [N in Name]: () => Promise<number> },
): Promise<{ readonly [N in Name]: readonly number[] }> => {
  const names = Object.keys(variants) as Name[]
  const figures = Object.fromEntries(names.map((name): [Name, number[]] => [name, []])) as {
    [N in Name]: number[]
  }
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const figure = await variants[name]()
      if (round > 0) figures[name].push(figure)
    }
  }
  return figures
}

/** The median of the ratios of paired rounds. */
export const ratio = (ours: readonly number[], bare: readonly number[]): number =>
  median(ours.map((figure, round) => figure / (bare[round] ?? Number.NaN)))

export const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`
