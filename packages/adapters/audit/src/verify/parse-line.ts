import type { Link } from './chains.js'

const EVENT = /^\{"n":(\d{1,15}),"hash":(?:null|"([A-Za-z0-9_-]{43})"),"event":/
const NUMBER = /^\{"n":(\d{1,15}),/

/** The number that a line says it has; undefined for what is no line of an export. */
export const numberOf = (text: string): number | undefined => {
  const digits = NUMBER.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** An event's line, read: the link of its ledger's chain, and everything that was sealed. */
export interface EventLine extends Link {
  /** The number that the line says it has. */
  readonly number: number
  /** What `text` says, as JSON. */
  readonly event: { readonly [field: string]: unknown }
}

/** An event's line, read; undefined for another line, or one that is broken. */
export const eventOf = (text: string): EventLine | undefined => {
  const match = EVENT.exec(text)
  if (match === null || !text.endsWith('}}')) return undefined
  const sealed = text.slice(match[0].length, -1)
  const event = parsed(sealed)
  if (!isObject(event)) return undefined
  const { stream, revision } = event
  return typeof stream === 'string' && typeof revision === 'number'
    ? { number: Number(match[1]), stream, revision, hash: match[2] ?? null, text: sealed, event }
    : undefined
}

const isObject = (value: unknown): value is EventLine['event'] => typeof value === 'object' && value !== null

/** JSON, or undefined. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
