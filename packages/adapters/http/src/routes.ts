import { ENDPOINTS } from './endpoints/table.js'

/** The paths of the documents beside the endpoints. */
const DOCUMENT_PATHS = ['/openapi.json', '/docs'] as const

interface Route {
  readonly path: string
  readonly pattern: RegExp
  readonly methods: readonly string[]
}

const pathsOf = (): readonly Route[] => {
  const methods = new Map<string, string[]>(DOCUMENT_PATHS.map((path) => [path, ['GET', 'HEAD']]))
  for (const { operation } of ENDPOINTS) {
    const known = methods.get(operation.path) ?? []
    known.push(...(operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method]))
    methods.set(operation.path, known)
  }
  return [...methods].map(([path, allowed]) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
    methods: allowed,
  }))
}

const ROUTES = pathsOf()
const FIXED = new Map(
  ROUTES.filter(({ path }) => !path.includes('{')).map(({ path, methods }) => [path, methods]),
)

/** The methods that a path takes; undefined for a path that does not exist. */
export const methodsOf = (path: string): readonly string[] | undefined =>
  FIXED.get(withoutSlash(path)) ?? ROUTES.find(({ pattern }) => pattern.test(path))?.methods

/** The methods of a path that is itself one of the table, and not only a value in one. */
export const methodsOfFixed = (path: string): readonly string[] | undefined => FIXED.get(withoutSlash(path))

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path)
