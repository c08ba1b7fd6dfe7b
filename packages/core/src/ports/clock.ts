/** Time, so that tests and trials can bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number
  /** Settles after `milliseconds`. */
  sleep(milliseconds: number): Promise<void>
}
