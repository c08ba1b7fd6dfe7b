import type { UsagePeriod } from '@seat-ledger/core'
import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, LegendComponent, SVGRenderer])

/** Told apart by brightness too, for who prints in grey or does not see red and green. */
const COLOURS = ['#12436d', '#28a197', '#f46a25', '#801650']

interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
  readonly stack?: boolean
  readonly step?: boolean
}

/** Seats over time: what is claimed and what is pending, on top of each other, below the capacity. */
export const seatsChart = (periods: readonly UsagePeriod[]): string =>
  chart(periods, '', [
    { name: 'claimed', values: periods.map(({ closing }) => closing.claimed), stack: true },
    { name: 'pending', values: periods.map(({ closing }) => closing.pending), stack: true },
    { name: 'capacity', values: periods.map(({ closing }) => closing.capacity), step: true },
  ])

/** Utilisation over time, in percent. */
export const utilizationChart = (periods: readonly UsagePeriod[]): string =>
  chart(periods, ' %', [
    {
      name: 'utilisation',
      values: periods.map(({ closing }) => Math.round(closing.utilization * 1_000) / 10),
    },
  ])

/** How long invitations took to be claimed, in hours. */
export const timeToClaimChart = (periods: readonly UsagePeriod[]): string =>
  chart(periods, ' h', [
    {
      name: 'median time to claim',
      values: periods.map(({ medianSecondsToClaim: seconds }) =>
        seconds === null ? null : Math.round(seconds / 36) / 100,
      ),
    },
  ])

const chart = (periods: readonly UsagePeriod[], unit: string, series: readonly Series[]): string => {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 260 })
  try {
    drawing.setOption({
      animation: false,
      color: COLOURS,
      grid: { left: 60, right: 20, top: 36, bottom: 28 },
      legend: { top: 0, left: 52, icon: 'rect', itemHeight: 10 },
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      xAxis: { type: 'category', data: periods.map(({ to }) => label(to, periods)), boundaryGap: false },
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: unit === '' ? 1 : 0,
        axisLabel: { formatter: `{value}${unit}` },
      },
      series: series.map(({ name, values, stack, step }) => ({
        name,
        type: 'line' as const,
        data: [...values],
        symbolSize: 4,
        showSymbol: periods.length <= 60,
        connectNulls: true,
        ...(stack === true && { stack: 'seats', areaStyle: { opacity: 0.35 } }),
        ...(step === true && { step: 'end' as const, lineStyle: { type: 'dashed' as const } }),
      })),
    })
    return drawing.renderToSVGString()
  } finally {
    drawing.dispose()
  }
}

/** The day where periods are days or longer, else the hour as well. */
const label = (at: string, periods: readonly UsagePeriod[]): string => {
  const isDaily = periods.slice(0, -1).every(({ to }) => to.endsWith('T00:00:00.000Z'))
  return isDaily ? at.slice(0, 10) : `${at.slice(5, 10)} ${at.slice(11, 16)}`
}
