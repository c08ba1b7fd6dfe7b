import type { UsagePeriod } from './usage-period.js'

const DAY = 86_400_000

type Figures = Pick<
  UsagePeriod,
  'highWaterMark' | 'seatDays' | 'assigned' | 'claimed' | 'revoked' | 'medianSecondsToClaim'
>

interface Sums {
  readonly from: number
  readonly to: number
  highWaterMark: number
  seatMilliseconds: number
  assigned: number
  claimed: number
  revoked: number
  readonly waits: number[]
}

/** What adds up within each period. Told in order of time; what lies outside all periods is passed over. */
export class PeriodSums {
  private readonly all: readonly Sums[]
  /** The index of the period that time has come to. */
  private current = 0
  /** Up to here live seats are added up. */
  private done: number

  /** `edges` in milliseconds since 1970, ascending. */
  constructor(edges: readonly number[]) {
    this.all = edges.slice(1).map((to, index) => ({
      from: edges[index] ?? to,
      to,
      highWaterMark: 0,
      seatMilliseconds: 0,
      assigned: 0,
      claimed: 0,
      revoked: 0,
      waits: [],
    }))
    this.done = edges[0] ?? 0
  }

  /** `live` seats were held until `ms`. */
  advance(ms: number, live: number): void {
    for (
      let sums = this.all[this.current];
      sums !== undefined && this.done < ms;
      sums = this.all[this.current]
    ) {
      const until = Math.min(sums.to, ms)
      sums.seatMilliseconds += live * (until - this.done)
      sums.highWaterMark = Math.max(sums.highWaterMark, live)
      this.done = until
      if (until === sums.to) this.current += 1
    }
  }

  /** There are `live` seats at `ms`, if only for an instant. */
  peak(ms: number, live: number): void {
    const sums = this.at(ms)
    if (sums !== undefined) sums.highWaterMark = Math.max(sums.highWaterMark, live)
  }

  /** A seat was assigned, or ended, at `ms`. */
  count(what: 'assigned' | 'revoked', ms: number): void {
    const sums = this.at(ms)
    if (sums !== undefined) sums[what] += 1
  }

  /** A seat was claimed at `ms`, `wait` milliseconds after its assignment; null where nobody had been invited. */
  claim(ms: number, wait: number | null): void {
    const sums = this.at(ms)
    if (sums === undefined) return
    sums.claimed += 1
    if (wait !== null) sums.waits.push(wait)
  }

  periods(): readonly (Figures & { readonly from: number; readonly to: number })[] {
    return this.all.map(({ seatMilliseconds, waits, ...sums }) => ({
      ...sums,
      seatDays: seatMilliseconds / DAY,
      medianSecondsToClaim: medianSeconds(waits),
    }))
  }

  /** The period of a time that `advance` has come to. */
  private at(ms: number): Sums | undefined {
    const sums = this.all[this.current]
    return sums !== undefined && ms >= sums.from && ms < sums.to ? sums : undefined
  }
}

/** Of an even number of waits the shorter of the two in the middle: a wait that really was. */
const medianSeconds = (waits: number[]): number | null => {
  const middle = waits.sort((a, b) => a - b)[(waits.length - 1) >> 1]
  return middle === undefined ? null : middle / 1_000
}
