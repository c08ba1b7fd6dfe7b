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

/** A body that is written while it is sent, as fast as the client reads. */
export class TextStream {
  readonly pieces: AsyncIterable<string> | Iterable<string>
  readonly contentType: string

  /** What `pieces` throws cuts the answer off, so that the client sees that it has no whole one. */
  constructor(pieces: AsyncIterable<string> | Iterable<string>, contentType: string) {
    this.pieces = pieces
    this.contentType = contentType
  }

  /** The body as bytes; whoever cancels it ends the pieces. */
  bytes(): ReadableStream<Uint8Array> {
    const iterator = this.iterator()
    const utf8 = new TextEncoder()
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const next = await iterator.next()
        if (next.done === true) controller.close()
        else controller.enqueue(utf8.encode(next.value))
      },
      cancel: async () => {
        await iterator.return()
      },
    })
  }

  private async *iterator(): AsyncGenerator<string, void, undefined> {
    yield* this.pieces
  }
}

/** An answer of the API: never kept by anybody, as many hold tokens and all hold people's addresses. */
export const jsonResponse = (
  status: number,
  body: unknown,
  requestId: string,
  headers: HeaderFields = {},
): Response =>
  new Response(contentOf(body), {
    status,
    headers: { ...API, ...typeOf(body), 'X-Request-Id': requestId, ...headers },
  })

const contentOf = (body: unknown): string | ReadableStream<Uint8Array> | null => {
  if (body === undefined) return null
  if (body instanceof TextStream) return body.bytes()
  return body instanceof JsonText ? body.text : JSON.stringify(body)
}

const typeOf = (body: unknown): HeaderFields => {
  if (body === undefined) return NO_HEADERS
  return body instanceof TextStream ? { 'Content-Type': body.contentType } : JSON_CONTENT
}

const NO_HEADERS: HeaderFields = {}
const JSON_CONTENT: HeaderFields = { 'Content-Type': 'application/json' }

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
