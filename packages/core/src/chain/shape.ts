/** A key, and how it is written before its value. */
interface Field {
  readonly key: string
  readonly label: string
}

interface Shape {
  readonly keys: readonly string[]
  readonly fields: readonly Field[]
}

/** How many shapes are remembered for each number of keys. Events have a handful; what hosts attach must not push them out. */
const REMEMBERED = 16

const shapes = new Map<number, Shape[]>()

/** The fields of an object with these keys, in the order of the keys' UTF-16 code units; remembered, as events are alike. */
export const shapeOf = (keys: readonly string[]): readonly Field[] => {
  const alike = shapes.get(keys.length)
  if (alike !== undefined) for (const shape of alike) if (isSame(shape.keys, keys)) return shape.fields
  const fields = [...keys].sort().map((key) => ({ key, label: `${JSON.stringify(key)}:` }))
  if (alike === undefined) shapes.set(keys.length, [{ keys, fields }])
  else if (alike.length < REMEMBERED) alike.push({ keys, fields })
  return fields
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  for (let index = a.length - 1; index >= 0; index -= 1) if (a[index] !== b[index]) return false
  return true
}
