import { styleText } from 'node:util'
import type { LedgerRecord, Seat, Usage } from '@seat-ledger/core'
import Table from 'cli-table3'

type Style = Parameters<typeof styleText>[0]

const paint = (style: Style, text: string): string =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text

export const heading = (text: string): void => console.log(`\n${paint('bold', text)}`)

export const done = (text: string): void => console.log(`  ${paint('green', '✓')} ${text}`)

export const refused = (text: string): void => console.log(`  ${paint('red', '✗')} ${text}`)

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '  ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** An aligned table without lines. The widths count characters as a terminal shows them, accents and all. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const printed = new Table({
    head: head.map((cell) => paint('dim', cell)),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  printed.push(...rows.map((row) => row.map((cell) => cell.normalize('NFC'))))
  console.log(printed.toString().replace(/ +$/gm, ''))
}

const WIDTH = 74

/** Names with their values, folded to the width of a terminal; a value without a name stands for itself. */
export const lines = (...rows: readonly (readonly [name: string, value: string | undefined])[]): void => {
  const indent = Math.max(...rows.map(([name]) => name.length))
  for (const [name, value = ''] of rows) {
    const folded = value.split('\n').flatMap((line) => fold(line, WIDTH - indent))
    folded.forEach((line, index) => {
      const label = indent === 0 ? '' : `${paint('dim', (index === 0 ? name : '').padEnd(indent))}  `
      console.log(`  ${label}${line}`.trimEnd())
    })
  }
  console.log()
}

/** Breaks a line at its spaces; a word that is longer than a line stays whole. */
const fold = (line: string, width: number): readonly string[] =>
  line
    .replace(new RegExp(`(.{1,${width}})(?: +|$)`, 'g'), '$1\n')
    .replace(/\n$/, '')
    .split('\n')

const STATUS_STYLE: { readonly [Status in Seat['status']]: Style } = {
  pending: 'yellow',
  claimed: 'green',
  revoked: 'dim',
}

export const seatRow = (seat: Seat): readonly string[] => [
  seat.email.typed,
  paint(STATUS_STYLE[seat.status], seat.status),
  when(seat.assignedAt),
  seat.status === 'claimed' || seat.status === 'revoked' ? (seat.holder?.customerId ?? '') : '',
  seat.status === 'revoked' ? `${seat.cause.replace('_', ' ')} ${when(seat.revokedAt)}` : '',
]

const BAR = 40

/** `claimed ████▒▒▒▒░░░░ free`: a bar of the capacity, with the figures behind it. */
export const usageBar = (usage: Usage): void => {
  const cells = (seats: number) => (usage.capacity === 0 ? 0 : Math.round((seats / usage.capacity) * BAR))
  const claimed = cells(usage.claimed)
  const pending = Math.min(BAR - claimed, cells(usage.pending))
  const bar = '█'.repeat(claimed) + '▒'.repeat(pending) + '░'.repeat(BAR - claimed - pending)
  console.log(`  ${bar}  ${Math.round(usage.utilization * 100)} % of ${usage.capacity} seats`)
  console.log(
    `  █ ${usage.claimed} claimed  ▒ ${usage.pending} pending (${usage.expired} expired)  ` +
      `░ ${usage.available} available  most at once ${usage.highWaterMark}`,
  )
}

export const historyRow = ({ revision, event, metadata }: LedgerRecord): readonly string[] => [
  String(revision),
  when(event.at),
  event.type,
  `${metadata.actor.kind} ${metadata.actor.id}`,
  metadata.reason ?? '',
]

/** To the minute, in UTC: enough to read, and the same everywhere. */
const when = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`
