/** One piece of work, ready to be timed: made anew before every sample, checked after it. */
export interface Sample {
  /** How many operations `run` does; a sample is reported per operation. */
  readonly operations: number
  /** The work: nothing else is on the clock. */
  readonly run: () => void | Promise<void>
  /** Throws unless the work left behind what the naive model says. */
  readonly check: () => void | Promise<void>
}

/** What a variant does at one size, in a process of its own. */
export type Trial =
  | { readonly kind: 'timed'; readonly prepare: () => Sample | Promise<Sample> }
  /** Measures something other than time: bytes, appends. One call per round. */
  | { readonly kind: 'counted'; readonly measure: () => number | Promise<number> }

/** One way to do a part's work. */
interface Variant {
  readonly name: string
  /** What it does and leaves out, in one sentence of docs/performance.md. */
  readonly does: string
  /** Where it is measured; by default at every size of the part. */
  readonly sizes?: readonly number[]
  /** Imported in the worker only, so that no variant runs in a process that loaded another. */
  readonly trial: (size: number) => Promise<Trial>
}

/** Variants that take turns, round by round, and a table of their own. */
export interface Part {
  readonly name: string
  readonly title: string
  /** What one operation is. */
  readonly operation: string
  /** What a size counts. */
  readonly scale: string
  readonly unit: 'ns' | 'bytes' | 'appends'
  readonly sizes: readonly number[]
  /** The variant that the table compares with. */
  readonly baseline: string
  readonly variants: readonly Variant[]
}
