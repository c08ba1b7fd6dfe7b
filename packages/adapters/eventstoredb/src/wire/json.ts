/** Deeper than any event; ends a walk through something that contains itself. */
const MAX_DEPTH = 256

/**
 * What JSON would lose or change, by its path; undefined when it keeps all of it. The client must never be given such a
 * value: it meets the failure where nobody hears it, and its promise never settles.
 */
export const lossIn = (value: unknown, path: string, depth = 0): string | undefined => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : `${path} is not a finite number`
    case 'object':
      return value === null ? undefined : lossInObject(value, path, depth)
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return `${path} is of type ${typeof value}`
  }
}

const lossInObject = (value: object, path: string, depth: number): string | undefined => {
  if (depth > MAX_DEPTH) return `${path} is nested too deeply`
  if (!Array.isArray(value) && !isPlain(value)) return `${path} is not a plain object`
  if ('toJSON' in value && typeof value.toJSON === 'function') return `${path} writes itself`
  const entries: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value)
  for (const [key, item] of entries) {
    const loss = lossIn(item, `${path}.${key}`, depth + 1)
    if (loss !== undefined) return loss
  }
  return undefined
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
