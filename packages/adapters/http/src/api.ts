import type { HttpApi, HttpApiOptions } from './options.js'

/** Builds the API. Throws a TypeError when an option is wrong. */
export const createHttpApi = (_options: HttpApiOptions): HttpApi => {
  return async () => new Response(null, { status: 404 })
}
