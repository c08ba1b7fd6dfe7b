import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'

const JSON_TYPE = /^application\/json *(?:; *charset *= *"?utf-8"? *)?$/i

/** A body that was read: JSON, or text that is none. */
export type Body = { readonly json: unknown } | { readonly malformed: string }

/** Reads a JSON body of at most `limit` bytes. What is larger is not read to its end. */
export const readBody = async (request: Request, limit: number): Promise<E.Either<Failure, Body>> => {
  const { headers } = request
  const encoding = headers.get('content-encoding')
  if (!JSON_TYPE.test(headers.get('content-type') ?? '') || (encoding !== null && encoding !== 'identity')) {
    return E.left({ _tag: 'MediaTypeUnknown' })
  }
  const tooLarge = E.left<Failure>({ _tag: 'BodyTooLarge', bytes: limit })
  const length = Number(headers.get('content-length') ?? Number.NaN)
  if (length > limit) return tooLarge
  try {
    const bytes = Number.isNaN(length) ? await readAtMost(request, limit) : await request.arrayBuffer()
    return bytes === undefined || bytes.byteLength > limit ? tooLarge : E.right(parsed(bytes))
  } catch {
    return E.right({ malformed: 'ended early' })
  }
}

/** For bodies that do not say how long they are. */
const readAtMost = async (request: Request, limit: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  if (reader === undefined) return new Uint8Array(0)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      reader.cancel().catch(() => undefined)
      return undefined
    }
    chunks.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Fatal: bytes that are no UTF-8 would otherwise become another address than was sent. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

const parsed = (bytes: ArrayBuffer | Uint8Array): Body => {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { malformed: 'is not UTF-8' }
  }
  try {
    return { json: JSON.parse(text) }
  } catch {
    return { malformed: text === '' ? 'is empty' : 'is not JSON' }
  }
}
