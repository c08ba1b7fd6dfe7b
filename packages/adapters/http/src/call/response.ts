import type { Problem } from '../failures/table.js'

/** On every answer. A token may be part of a path, so no path is handed on as a referrer. */
const SECURITY = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const API = {
  ...SECURITY,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
}

type HeaderFields = { readonly [name: string]: string }

/** A body that was written already, for lists that would be written twice. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** An answer of the API: never kept by anybody, as many hold tokens and all hold people's addresses. */
export const jsonResponse = (
  status: number,
  body: unknown,
  requestId: string,
  headers: HeaderFields = {},
): Response =>
  body === undefined
    ? new Response(null, { status, headers: { ...API, 'X-Request-Id': requestId, ...headers } })
    : new Response(body instanceof JsonText ? body.text : JSON.stringify(body), {
        status,
        headers: { ...API, 'Content-Type': 'application/json', 'X-Request-Id': requestId, ...headers },
      })

/** The answer to a failure. */
export const problemResponse = (problem: Problem, requestId: string): Response => {
  const { status, error, detail, headers, more } = problem
  return jsonResponse(status, { error, detail, ...more }, requestId, headers)
}

/** A document that is the same for everybody, and may be kept for five minutes. */
export const documentResponse = (
  body: string,
  contentType: string,
  policy: string,
  requestId: string,
): Response =>
  new Response(body, {
    status: 200,
    headers: {
      ...SECURITY,
      'Content-Security-Policy': policy,
      'Cache-Control': 'public, max-age=300',
      'Content-Type': contentType,
      'X-Request-Id': requestId,
    },
  })
