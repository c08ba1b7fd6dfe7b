import type { Recorded } from './model.js'

/** A filter on `$all`, as the protocol has it: prefixes or one regular expression, on the stream name or the type. */
export interface Filter {
  readonly on: 'stream' | 'type'
  readonly prefixes: readonly string[]
  readonly regex: string
  /** Events considered in one page. */
  readonly window: number
  /** A checkpoint after this many pages. */
  readonly checkpointInterval: number
}

export const acceptBy = (filter: Filter): ((event: Recorded) => boolean) => {
  const regex = filter.prefixes.length === 0 ? new RegExp(filter.regex) : undefined
  return (event) => {
    const value = filter.on === 'stream' ? event.stream : event.type
    return regex === undefined
      ? filter.prefixes.some((prefix) => value.startsWith(prefix))
      : regex.test(value)
  }
}

export const acceptAll = (): boolean => true
