import type { Finding } from './finding.js'

/**
 * A line that has not the number of its place. What happened shows further on: the missing line comes later (moved), the
 * next line is in its place again (only the number was changed), or neither (the missing line is gone).
 */
export class Suspicion {
  private readonly place: number
  private readonly number: number
  private readonly fits: boolean
  private looked = 0

  /** `place`: where the line is; `number`: what it says; `fits`: whether its event follows the one before it all the same. */
  constructor(place: number, number: number, fits: boolean) {
    this.place = place
    this.number = number
    this.fits = fits
  }

  /** Told the number of each following line; gives the finding once it is certain. */
  settledBy(number: number | undefined): Finding | undefined {
    this.looked += 1
    if (this.looked === 1 && this.fits && number === this.place + 1 && this.number !== number - 1) {
      return this.finding('changed', 'The number of the line is wrong')
    }
    return number === this.place
      ? this.finding('reordered', `Line ${this.place} stands further on`)
      : undefined
  }

  /** What it was when no following line told otherwise. */
  atTheEnd(): Finding {
    return this.number > this.place
      ? this.finding('removed', `Lines ${this.place} to ${this.number - 1} are not there`)
      : this.finding('inserted', `This is line ${this.number} once more`)
  }

  private finding(kind: Finding['kind'], detail: string): Finding {
    return { kind, line: this.place, stream: null, revision: null, detail }
  }
}
