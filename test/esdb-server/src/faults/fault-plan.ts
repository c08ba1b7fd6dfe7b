import { type Fault, type FaultAt, type FaultPoint, fits, type Occasion } from './fault.js'
import { type Random, seeded } from './random.js'

/** A fault that was planned: count it, wait for it, call it off. */
export interface Planned {
  readonly fired: number
  /** Resolves when the fault has fired for the first time. */
  readonly happened: Promise<void>
  readonly remove: () => void
}

export interface Odds {
  /** One occasion in this many, on average. */
  readonly oneIn: number
  readonly seed: number
}

class Rule implements Planned {
  fired = 0
  readonly happened: Promise<void>
  readonly remove: () => void
  private readonly faults: readonly Fault[]
  private readonly random: Random | undefined
  private readonly chance: number
  private left: number
  private resolve: () => void = () => undefined

  constructor(faults: readonly Fault[], times: number, odds: Odds | undefined, remove: (rule: Rule) => void) {
    this.faults = faults
    this.left = times
    this.random = odds === undefined ? undefined : seeded(odds.seed)
    this.chance = odds === undefined ? 1 : 1 / odds.oneIn
    this.happened = new Promise((resolve) => {
      this.resolve = resolve
    })
    this.remove = () => {
      remove(this)
    }
  }

  take(occasion: Occasion): Fault | undefined {
    const fitting = this.faults.filter((fault) => fits(fault, occasion))
    if (fitting.length === 0 || (this.random !== undefined && this.random() >= this.chance)) return undefined
    this.fired += 1
    this.left -= 1
    if (this.left === 0) this.remove()
    this.resolve()
    return fitting[this.random === undefined ? 0 : Math.floor(this.random() * fitting.length)]
  }
}

/** What shall go wrong, and how often. The first planned fault that fits an occasion is the one that fires. */
export class FaultPlan {
  private readonly rules: Rule[] = []

  once(fault: Fault): Planned {
    return this.times(1, fault)
  }

  times(times: number, fault: Fault): Planned {
    return this.plan([fault], times, undefined)
  }

  always(fault: Fault): Planned {
    return this.plan([fault], Number.POSITIVE_INFINITY, undefined)
  }

  /** A storm: at the given odds one of the faults that fit, by a seeded source. */
  sometimes(odds: Odds, ...faults: readonly Fault[]): Planned {
    return this.plan(faults, Number.POSITIVE_INFINITY, odds)
  }

  clear(): void {
    this.rules.length = 0
  }

  /** Asked by the server at every point where something can go wrong. */
  take<Point extends FaultPoint>(occasion: Occasion & { readonly on: Point }): FaultAt<Point> | undefined {
    for (const rule of this.rules) {
      const fault = rule.take(occasion)
      if (fault !== undefined && isAt(fault, occasion.on)) return fault
    }
    return undefined
  }

  private plan(faults: readonly Fault[], times: number, odds: Odds | undefined): Planned {
    const rule = new Rule(faults, times, odds, (gone) => {
      const index = this.rules.indexOf(gone)
      if (index >= 0) this.rules.splice(index, 1)
    })
    this.rules.push(rule)
    return rule
  }
}

const isAt = <Point extends FaultPoint>(fault: Fault, point: Point): fault is FaultAt<Point> =>
  fault.on === point
