import type { UsagePeriod } from '@seat-ledger/core'
import { seatsChart, timeToClaimChart, utilizationChart } from './charts.js'
import { duration, number } from './duration.js'
import { periodRow } from './rows.js'

/** What the page says above its charts. */
export interface PageFacts {
  readonly organizationId: string
  readonly poolId: string
  /** When the page was made: a UTC instant. */
  readonly madeAt: string
}

const STYLE = `
:root { font: 15px/1.45 system-ui, sans-serif; color: #1d1d1f; background: #fff; }
body { max-width: 900px; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem; }
p { margin: .3rem 0; color: #555; }
dl { display: flex; flex-wrap: wrap; gap: .8rem 2.4rem; margin: 1.4rem 0; }
dt { font-size: .8rem; color: #555; } dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
section { break-inside: avoid; } h2 { break-after: avoid; } figure { margin: 0; } figure svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .82rem; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .4rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
th { vertical-align: bottom; white-space: normal; font-weight: 600; }
th:first-child, td:first-child { text-align: left; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.wide { overflow-x: auto; }
@page { margin: 14mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } dl { gap: .8rem 1.5rem; } .wide { overflow: visible; } }
`

/** The use of a pool over time as one HTML page: nothing is loaded from elsewhere and nothing runs in it. */
export const usagePage = (periods: readonly UsagePeriod[], facts: PageFacts): string => {
  const [first, last] = [periods[0], periods.at(-1)]
  if (first === undefined || last === undefined) throw new Error('usage over time has at least one period')
  const title = `Seat usage of ${facts.poolId}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>Organization ${escaped(facts.organizationId)}. From ${shown(first.from)} up to, not including, ${shown(last.to)}. Made ${shown(facts.madeAt)}.</p>
<dl>${totals(periods, last)}</dl>
<section><h2>Seats over time</h2><figure>${seatsChart(periods)}</figure></section>
<section><h2>Utilisation</h2><figure>${utilizationChart(periods)}</figure></section>
<section><h2>Median time to claim</h2><figure>${timeToClaimChart(periods)}</figure></section>
<h2>Figures</h2>
<p>Capacity to utilisation as of the end of each period; the rest within it. All times are UTC.</p>
<div class="wide">${table(periods)}</div>
</body>
</html>
`
}

const totals = (periods: readonly UsagePeriod[], last: UsagePeriod): string => {
  const sum = (of: (period: UsagePeriod) => number): number => periods.reduce((all, one) => all + of(one), 0)
  const facts: readonly (readonly [string, string])[] = [
    ['Seat-days', number(sum(({ seatDays }) => seatDays))],
    ['Most seats at once', number(Math.max(...periods.map(({ highWaterMark }) => highWaterMark)))],
    ['Live seats at the end', number(last.closing.pending + last.closing.claimed)],
    ['Capacity at the end', number(last.closing.capacity)],
    ['Assigned', number(sum(({ assigned }) => assigned))],
    ['Claimed', number(sum(({ claimed }) => claimed))],
    ['Ended', number(sum(({ revoked }) => revoked))],
  ]
  return facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')
}

const HEADS: { readonly [column: string]: string } = {
  from: 'From',
  capacity: 'Capacity',
  pending: 'Pending',
  claimed: 'Claimed',
  expired: 'Expired',
  utilization: 'Utili­sation',
  high_water_mark: 'Most at once',
  seat_days: 'Seat-days',
  newly_assigned: 'Assigned',
  newly_claimed: 'Newly claimed',
  newly_revoked: 'Ended',
  median_seconds_to_claim: 'Median to claim',
}

const table = (periods: readonly UsagePeriod[]): string => {
  const heads = Object.values(HEADS).map((head) => `<th>${head}</th>`)
  const rows = periods.map((period) => {
    const row = periodRow(period)
    const cells = Object.keys(HEADS).map((column) => `<td>${cell(column, row[column] ?? null)}</td>`)
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

const ONE_DECIMAL = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const

const cell = (column: string, value: string | number | null): string => {
  if (value === null) return '–'
  if (column === 'from') return shown(String(value))
  if (column === 'utilization') return `${number(Number(value) * 100)} %`
  if (column === 'seat_days') return Number(value).toLocaleString('en-US', ONE_DECIMAL)
  if (column === 'median_seconds_to_claim') return duration(Number(value))
  return typeof value === 'number' ? number(value) : escaped(value)
}

/** An instant without what is zero. */
const shown = (instant: string): string =>
  escaped(
    instant
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/:00\.000Z$/, '')
      .replace('T', ' ')
      .replace(/\.\d{3}Z$/, ''),
  )

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
