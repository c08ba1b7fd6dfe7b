import type { CorrelationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { redacted } from './call/redact.js'
import { requestIdOf } from './call/request-id.js'
import { jsonResponse, problemResponse } from './call/response.js'
import type { Answer, Endpoint } from './endpoints/endpoint.js'
import type { Services } from './endpoints/services.js'
import type { Failure } from './failures/failures.js'
import { causeOf, problemOf } from './failures/table.js'
import type { RequestReport } from './ports/report.js'
import { methodsOfFixed } from './routes.js'

type OnRequest = ((report: RequestReport) => void) | undefined

/** One request and its answer. Whatever happens in between, there is one answer and one report. */
export class Exchange {
  private readonly request: Request
  private readonly path: string
  private readonly address: string | undefined
  private readonly operation: string
  private readonly services: Services
  private readonly onRequest: OnRequest
  private readonly requestId: CorrelationId
  private readonly startedAt: number
  private readonly about: { organizationId: string | undefined }

  constructor(
    request: Request,
    path: string,
    address: string | undefined,
    operation: string,
    services: Services,
    onRequest: OnRequest,
  ) {
    this.request = request
    this.path = path
    this.address = address
    this.operation = operation
    this.services = services
    this.onRequest = onRequest
    this.requestId = requestIdOf(request.headers.get('x-request-id'))
    this.startedAt = performance.now()
    this.about = { organizationId: undefined }
  }

  /** Carries out an endpoint. */
  async answer(endpoint: Endpoint, path: { readonly [name: string]: string }): Promise<Response> {
    const fixed = endpoint.operation.path.includes('{') ? methodsOfFixed(this.path) : undefined
    if (fixed !== undefined) return this.fail({ _tag: 'MethodUnknown', allowed: fixed })
    const answer = await this.run(endpoint, path)
    if (E.isLeft(answer)) return this.fail(answer.left)
    const { status, body, headers } = answer.right
    return this.finish((id) => jsonResponse(status, body, id, headers))
  }

  /** Answers a failure. */
  fail(failure: Failure): Response {
    const problem = problemOf(failure, this.services.milliseconds())
    const cause = causeOf(failure)
    return this.finish((id) => problemResponse(problem, id), problem.error, cause)
  }

  /** Answers, and reports it. */
  finish(write: (requestId: string) => Response, result = 'ok', cause: unknown = undefined): Response {
    const response = write(this.requestId)
    this.onRequest?.({
      requestId: this.requestId,
      method: this.request.method,
      operation: this.operation,
      path: redacted(this.path),
      status: response.status,
      result,
      durationMs: performance.now() - this.startedAt,
      organizationId: this.about.organizationId,
      cause,
    })
    return response
  }

  private async run(endpoint: Endpoint, path: { readonly [name: string]: string }): Promise<Answer> {
    const { request, requestId, address, about } = this
    try {
      return await endpoint.run(
        { request, requestId, address, path, query: queryOf(request.url), about },
        this.services,
      )
    } catch (cause) {
      return E.left({ _tag: 'HostDefect', cause })
    }
  }
}

const queryOf = (url: string): URLSearchParams | null => {
  const at = url.indexOf('?')
  return at === -1 ? null : new URLSearchParams(url.slice(at + 1))
}
