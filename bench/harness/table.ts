import type { Part } from './part.js'
import type { Series } from './race.js'
import { ratioOf, spreadOf } from './stats.js'

/** A part's figures for a terminal: the median with its extremes, and the ratio to the baseline, round by round. */
export const tableOf = (part: Part, series: readonly Series[]): string => {
  const rows = series.map(({ variant, size, figures }) => {
    const { median, min, max } = spreadOf(figures)
    const baseline = series.find((other) => other.variant === part.baseline && other.size === size)
    const ratio = baseline === undefined ? undefined : ratioOf(figures, baseline.figures)
    return [
      variant,
      size.toLocaleString('en'),
      format(median),
      `${format(min)}–${format(max)}`,
      ratio === undefined ? '' : `${format(ratio.median)} (${format(ratio.min)}–${format(ratio.max)})`,
    ]
  })
  const header = ['variant', part.scale, `${part.unit}/${part.operation}`, 'min–max', `x ${part.baseline}`]
  return [`\n${part.name}: ${part.title}`, ...aligned([header, ...rows])].join('\n')
}

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}

/** Three digits that count. */
export const format = (figure: number): string =>
  figure >= 1_000 ? Math.round(figure).toLocaleString('en') : `${Number(figure.toPrecision(3))}`
