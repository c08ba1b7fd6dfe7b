import type { SeedFile } from './codec.js'

/** What the parts of a seed say of each other: a line per fault, in the order of the file. */
export const crossCheck = (seed: SeedFile): readonly string[] => {
  const known = new Set<string>(seed.organizations.map(({ id }) => id))
  return [
    ...repeated(seed.organizations, 'organizations', 'id', ({ id }) => id),
    ...repeated(seed.organizations, 'organizations', 'slug', ({ slug }) => slug),
    ...repeated(seed.tokens ?? [], 'tokens', 'token', ({ token }) => token),
    ...foreign(seed, known),
    ...repeated(seed.pools ?? [], 'pools', 'source', (pool) =>
      JSON.stringify([pool.organization_id, pool.source.kind, pool.source.id]),
    ),
    ...repeated(
      seed.pools ?? [],
      'pools',
      'id',
      (pool) => `${pool.organization_id}.${pool.id ?? pool.source.id}`,
    ),
  ]
}

/** Every item after the first that has the same key: values are not repeated, as a token is one of them. */
const repeated = <Item>(
  items: readonly Item[],
  list: string,
  field: string,
  keyOf: (item: Item) => string,
): readonly string[] => {
  const first = new Map<string, number>()
  return items.flatMap((item, index) => {
    const key = keyOf(item)
    const before = first.get(key)
    if (before === undefined) first.set(key, index)
    return before === undefined ? [] : [`${list}.${index}.${field} is that of ${list}.${before} already`]
  })
}

const foreign = ({ tokens = [], pools = [] }: SeedFile, known: ReadonlySet<string>): readonly string[] => {
  const fault = (path: string, id: string): readonly string[] =>
    known.has(id) ? [] : [`${path} names an organization that is not in organizations`]
  return [
    ...tokens.flatMap((token, index) =>
      token.kind === 'personal'
        ? token.organization_ids.flatMap((id, place) =>
            fault(`tokens.${index}.organization_ids.${place}`, id),
          )
        : fault(`tokens.${index}.organization_id`, token.organization_id),
    ),
    ...pools.flatMap((pool, index) => fault(`pools.${index}.organization_id`, pool.organization_id)),
  ]
}
