import type { Result } from './harness/results.js'
import { ratioOf, type Spread, spreadOf } from './harness/stats.js'

/** One line of the table that the project promises to keep. */
export interface Figure {
  readonly number: string
  readonly says: string
  readonly aim: { readonly atMost: number } | { readonly atLeast: number }
  /** Undefined when a result that it needs is missing. */
  readonly measure: (results: ReadonlyMap<string, Result>) => Spread | undefined
}

type Results = Parameters<Figure['measure']>[0]

const seriesOf = (
  results: Results,
  part: string,
  variant: string,
  size: number,
): readonly number[] | undefined =>
  results.get(part)?.series.find((series) => series.variant === variant && series.size === size)?.figures

/** A variant at a size. */
type Place = readonly [part: string, variant: string, size: number]

/** The ratio of two series, taken round by round. */
const ratio =
  (of: Place, to: Place): Figure['measure'] =>
  (results) => {
    const [figures, against] = [seriesOf(results, ...of), seriesOf(results, ...to)]
    return figures === undefined || against === undefined ? undefined : ratioOf(figures, against)
  }

/** The figures themselves. */
const plain =
  (...of: Place): Figure['measure'] =>
  (results) => {
    const figures = seriesOf(results, ...of)
    return figures === undefined ? undefined : spreadOf(figures)
  }

/** How a ratio of two variants changes between two sizes, round by round. */
const growth =
  (part: string, of: string, to: string, large: number, small: number): Figure['measure'] =>
  (results) => {
    const of100k = seriesOf(results, part, of, large)
    const of100 = seriesOf(results, part, of, small)
    const to100k = seriesOf(results, part, to, large)
    const to100 = seriesOf(results, part, to, small)
    if (of100k === undefined || of100 === undefined || to100k === undefined || to100 === undefined)
      return undefined
    const at = (series: readonly number[], round: number): number => series[round] ?? Number.NaN
    return spreadOf(
      of100k.map((figure, round) => figure / at(to100k, round) / (at(of100, round) / at(to100, round))),
    )
  }

const SIZES = [100, 1_000, 10_000, 100_000] as const
const named = (size: number): string => size.toLocaleString('en')

const against = (number: string, peer: string, least: Readonly<Record<number, number>>): Figure[] =>
  Object.entries(least).map(([size, atLeast]) => ({
    number,
    says: `one complete assignment, ${peer} / engine, at ${named(Number(size))}`,
    aim: { atLeast },
    measure: ratio(['assign-at', peer, Number(size)], ['assign-at', 'engine', Number(size)]),
  }))

/** The table of the issue, in its order. */
export const figures: readonly Figure[] = [
  ...SIZES.map(
    (size): Figure => ({
      number: '1',
      says: `core, synchronous / raw, at ${named(size)}`,
      aim: { atMost: 2 },
      measure: ratio(['one-pool', 'core', size], ['one-pool', 'raw', size]),
    }),
  ),
  ...SIZES.map(
    (size): Figure => ({
      number: '2',
      says: `a complete command, engine / full raw, at ${named(size)}`,
      aim: { atMost: 1.5 },
      measure: ratio(['one-pool', 'engine', size], ['one-pool', 'full raw', size]),
    }),
  ),
  {
    number: '3',
    says: 'flatness: figure 2 at 100,000 / figure 2 at 100',
    aim: { atMost: 1.15 },
    measure: growth('one-pool', 'engine', 'full raw', 100_000, 100),
  },
  ...against('4', 'emmett', { 100: 10, 1000: 40, 10000: 400, 100000: 15_000 }),
  ...against('5', 'castore', { 100: 12, 1000: 30, 10000: 200 }),
  {
    number: '6',
    says: '10,000 pools of 10 seats, emmett / engine',
    aim: { atLeast: 12 },
    measure: ratio(['many-pools', 'emmett', 10_000], ['many-pools', 'engine', 10_000]),
  },
  {
    number: '6',
    says: '10,000 pools of 10 seats, castore / engine',
    aim: { atLeast: 1.3 },
    measure: ratio(['many-pools', 'castore', 10_000], ['many-pools', 'engine', 10_000]),
  },
  {
    number: '7',
    says: 'opening a pool of 100,000 events, checked / bare parse and evolve',
    aim: { atMost: 1.4 },
    measure: ratio(['opening', 'engine', 100_000], ['opening', 'parse, evolve', 100_000]),
  },
  {
    number: '8',
    says: 'bytes of a kept state at 100,000 seats',
    aim: { atMost: 100 },
    measure: plain('kept-versions', 'evolve', 100_000),
  },
  {
    number: '8',
    says: 'evolve / a native Map written over, at 100,000 seats',
    aim: { atMost: 2 },
    measure: ratio(['version-step', 'evolve', 100_000], ['version-step', 'Map', 100_000]),
  },
  {
    number: '9',
    says: 'heap per event, engine / raw, 100,000 events',
    aim: { atMost: 1.6 },
    measure: ratio(['heap', 'engine', 100_000], ['heap', 'raw', 100_000]),
  },
  ...(
    [
      ['engine', 'seats assigned one by one'],
      ['engine, bulks', 'seats assigned in bulks'],
    ] as const
  ).map(
    ([variant, how]): Figure => ({
      number: '10',
      says: `a list page of 50, ${how}, 1,000,000 seats / 1,000`,
      aim: { atMost: 2 },
      measure: ratio(['list-page', variant, 1_000_000], ['list-page', variant, 1_000]),
    }),
  ),
  {
    number: '10',
    says: 'a claim by token, 1,000,000 seats / 1,000',
    aim: { atMost: 1.5 },
    measure: ratio(['claim', 'engine', 1_000_000], ['claim', 'engine', 1_000]),
  },
  {
    number: '11',
    says: 'appends per command at 64 callers',
    aim: { atMost: 1 / 20 },
    measure: plain('group-commit', 'engine', 64),
  },
  ...(['address taken', 'pool full'] as const).map(
    (why): Figure => ({
      number: '12',
      says: `a refused command (${why}) / an accepted one`,
      aim: { atMost: 1 },
      measure: ratio(['refusal', `refused: ${why}`, 1_000], ['refusal', 'accepted', 1_000]),
    }),
  ),
]

/** Whether a median reaches an aim, with some slack: 0.3 forgives 30 %. */
export const reaches = (aim: Figure['aim'], median: number, slack = 0): boolean =>
  'atMost' in aim ? median <= aim.atMost * (1 + slack) : median >= aim.atLeast * (1 - slack)
