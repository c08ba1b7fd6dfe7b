import type { Instant, UsageAtEdge, UsagePeriod } from '@seat-ledger/core'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer])

/** Told apart by brightness too, for who prints in grey or does not see red and green. */
const COLOURS = ['#12436d', '#28a197', '#f46a25', '#801650']

interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
  readonly stack?: boolean
  readonly step?: boolean
}

/** What a chart shows along its horizontal axis. */
interface Axis {
  readonly at: readonly Instant[]
  /** Bars stand between their period's ends, lines run from one end to the other. */
  readonly kind: 'bar' | 'line'
  readonly unit: string
}

/** Seats over time: what is claimed and what is pending, on top of each other, below the capacity. */
export const seatsChart = (periods: readonly UsagePeriod[]): string => {
  const states = statesOf(periods)
  return chart({ at: edgesOf(periods), kind: 'line', unit: '' }, [
    { name: 'claimed', values: states.map(({ claimed }) => claimed), stack: true },
    { name: 'pending', values: states.map(({ pending }) => pending), stack: true },
    { name: 'capacity', values: states.map(({ capacity }) => capacity), step: true },
  ])
}

/** Utilisation over time, in percent. */
export const utilizationChart = (periods: readonly UsagePeriod[]): string => {
  const values = statesOf(periods).map(({ utilization }) => Math.round(utilization * 1_000) / 10)
  return chart({ at: edgesOf(periods), kind: 'line', unit: ' %' }, [{ name: 'utilisation', values }])
}

/** How long invitations took to be claimed, in hours; nothing where none was. */
export const timeToClaimChart = (periods: readonly UsagePeriod[]): string => {
  const values = periods.map(({ medianSecondsToClaim: seconds }) =>
    seconds === null ? null : Math.round(seconds / 36) / 100,
  )
  const at = periods.map(({ from }) => from)
  return chart({ at, kind: 'bar', unit: ' h' }, [{ name: 'median time to claim', values }])
}

/** Where the first period begins, and where each one ends. */
const edgesOf = (periods: readonly UsagePeriod[]): readonly Instant[] => [
  ...periods.slice(0, 1).map(({ from }) => from),
  ...periods.map(({ to }) => to),
]

/** The use of the pool at each edge. */
const statesOf = (periods: readonly UsagePeriod[]): readonly UsageAtEdge[] => [
  ...periods.slice(0, 1).map(({ opening }) => opening),
  ...periods.map(({ closing }) => closing),
]

const chart = ({ at, kind, unit }: Axis, series: readonly Series[]): string => {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 260 })
  try {
    drawing.setOption({
      animation: false,
      color: COLOURS,
      grid: { left: 60, right: 36, top: series.length > 1 ? 36 : 14, bottom: 28 },
      legend: { show: series.length > 1, top: 0, left: 52, icon: 'rect', itemHeight: 10, itemGap: 28 },
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      xAxis: { type: 'category', data: labelsOf(at), boundaryGap: kind === 'bar' },
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: unit === '' ? 1 : 0,
        axisLabel: { formatter: `{value}${unit}` },
      },
      series: series.map((one) => (kind === 'bar' ? barsOf(one) : lineOf(one, at.length))),
    })
    return drawing.renderToSVGString()
  } finally {
    drawing.dispose()
  }
}

const lineOf = ({ name, values, stack, step }: Series, points: number) => ({
  name,
  type: 'line' as const,
  data: [...values],
  symbolSize: 4,
  showSymbol: points <= 60,
  ...(stack === true && { stack: 'seats', areaStyle: { opacity: 0.35 } }),
  ...(step === true && { step: 'end' as const, lineStyle: { type: 'dashed' as const } }),
})

const barsOf = ({ name, values }: Series) => ({
  name,
  type: 'bar' as const,
  data: [...values],
  barMaxWidth: 40,
})

/** The day where all times are beginnings of days, but for the first and the last, else the hour as well. */
const labelsOf = (at: readonly Instant[]): string[] => {
  const isDaily = at.slice(1, -1).every((time) => time.endsWith('T00:00:00.000Z'))
  return at.map((time) => (isDaily ? time.slice(0, 10) : `${time.slice(5, 10)} ${time.slice(11, 16)}`))
}
