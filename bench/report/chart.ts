import * as echarts from 'echarts'
import type { Result } from '../harness/results.js'
import { spreadOf } from '../harness/stats.js'

export interface ChartText {
  readonly title: string
  readonly scale: string
}

/** A result's medians over its sizes, both axes logarithmic: a flat line costs the same at any size, a diagonal grows with it. */
export const chartOf = (result: Result, { title, scale }: ChartText): string => {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 440 })
  const variants = [...new Set(result.series.map(({ variant }) => variant))]
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    legend: { data: variants, bottom: 0 },
    grid: { left: 80, right: 30, top: 45, bottom: 85 },
    xAxis: { type: 'log', name: scale, nameLocation: 'middle', nameGap: 28, min: 100 },
    yAxis: {
      type: 'log',
      name: `ns per ${result.operation}`,
      nameLocation: 'middle',
      nameGap: 60,
      axisLabel: { formatter },
    },
    series: variants.map((variant) => ({
      name: variant,
      type: 'line',
      symbolSize: 6,
      data: result.series
        .filter((series) => series.variant === variant)
        .map(({ size, figures }) => [size, Math.round(spreadOf(figures).median)]),
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

const formatter = (value: number): string => value.toLocaleString('en')
