import { type Context, Hono } from 'hono'
import { documentResponse } from './call/response.js'
import type { Endpoint } from './endpoints/endpoint.js'
import { servicesOf } from './endpoints/services.js'
import { ENDPOINTS } from './endpoints/table.js'
import { Exchange } from './exchange.js'
import { openApiDocument } from './openapi/document.js'
import { DOCS_POLICY, docsPage } from './openapi/page.js'
import type { HttpApi, HttpApiOptions, RequestOrigin } from './options.js'
import { methodsOf } from './routes.js'

type Env = { readonly Bindings: RequestOrigin }

/** Builds the API on an engine and the host's answers to who is who. */
export const createHttpApi = (options: HttpApiOptions): HttpApi => {
  const services = servicesOf(options)
  const app = new Hono<Env>({ strict: false })
  const begin = (c: Context<Env>, operation: string): Exchange =>
    new Exchange(c.req.raw, c.req.path, c.env?.address, operation, services, options.onRequest)

  const serve = (endpoint: Endpoint) => async (c: Context<Env>) =>
    begin(c, endpoint.operation.operationId).answer(endpoint, c.req.param())

  for (const endpoint of ENDPOINTS) {
    const { method, path } = endpoint.operation
    app.on(method, path.replace(/\{(\w+)\}/g, ':$1'), serve(endpoint))
  }

  const document = once(() => JSON.stringify(openApiDocument(options.publicUrl)))
  const page = once(() => docsPage(openApiDocument(options.publicUrl)))
  app.get('/openapi.json', (c) =>
    begin(c, 'openapi').finish((id) =>
      documentResponse(document(), 'application/json', "default-src 'none'", id),
    ),
  )
  app.get('/docs', (c) =>
    begin(c, 'docs').finish((id) => documentResponse(page(), 'text/html; charset=utf-8', DOCS_POLICY, id)),
  )

  app.notFound((c) => {
    const allowed = methodsOf(c.req.path)
    return begin(c, 'unknown').fail(
      allowed === undefined
        ? { _tag: 'NotFound', detail: 'There is nothing under this path.' }
        : { _tag: 'MethodUnknown', allowed },
    )
  })
  app.onError((cause, c) => begin(c, 'unknown').fail({ _tag: 'HostDefect', cause }))

  return async (request, origin = {}) => app.fetch(request, origin)
}

/** Made when it is first asked for. */
const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
