import { shapeOf } from './shape.js'

/**
 * The canonical JSON of a value (RFC 8785): keys in the order of their UTF-16 code units, no spaces, numbers and text as
 * ECMAScript writes them. As with `JSON.stringify`, a field that is undefined is absent. Written by hand because it runs
 * for every event that is appended or verified; a property holds it against the library `canonicalize`.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null'
  if (typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  return Array.isArray(value) ? canonicalList(value) : canonicalObject(value)
}

/** Text that is not longer is looked at here, letter by letter: cheaper than a call of `JSON.stringify`. */
const SHORT = 64

const quoted = (text: string): string => {
  const { length } = text
  if (length > SHORT) return JSON.stringify(text)
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return JSON.stringify(text)
  }
  return `"${text}"`
}

const canonicalList = (items: readonly unknown[]): string => {
  let text = ''
  for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`
  return `[${text}]`
}

const canonicalObject = (value: object): string => {
  const fields = value as { readonly [key: string]: unknown }
  let text = ''
  for (const { key, label } of shapeOf(Object.keys(value))) {
    const field = fields[key]
    if (field !== undefined)
      text += text === '' ? label + canonicalJson(field) : `,${label}${canonicalJson(field)}`
  }
  return `{${text}}`
}
