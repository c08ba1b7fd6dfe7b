import { DELETED, isMetastream, NOTHING, type Recorded } from './model.js'

/** The part of a stream's metadata that changes what a reader of that stream sees. Ages are in seconds. */
export interface StreamMetadata {
  readonly maxCount?: bigint
  readonly maxAge?: number
  readonly truncateBefore?: bigint
}

const none: StreamMetadata = {}

// JSON.parse would round 2^63 - 1, which is how the server marks a soft delete.
const truncateBeforeOf = (json: string): bigint | undefined => {
  const match = /"\$tb"\s*:\s*(\d+)/.exec(json)
  return match?.[1] === undefined ? undefined : BigInt(match[1])
}

interface Fields {
  readonly $maxCount?: unknown
  readonly $maxAge?: unknown
  readonly $tb?: unknown
}

const parse = (json: string): Fields => {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Metadata that is no JSON counts as none, as on the server. */
const readMetadata = (event: Recorded | undefined): StreamMetadata => {
  if (event === undefined) return none
  const json = Buffer.from(event.data).toString('utf8')
  const { $maxCount: maxCount, $maxAge: maxAge, $tb } = parse(json)
  const truncateBefore = $tb === undefined ? undefined : truncateBeforeOf(json)
  return {
    ...(typeof maxCount === 'number' ? { maxCount: BigInt(maxCount) } : {}),
    ...(typeof maxAge === 'number' ? { maxAge } : {}),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
  }
}

/** A metastream keeps only its newest event. */
const metadataOfMetastream: StreamMetadata = { maxCount: 1n }

export const metadataFor = (stream: string, newest: Recorded | undefined): StreamMetadata =>
  isMetastream(stream) ? metadataOfMetastream : readMetadata(newest)

export const isSoftDeleted = (metadata: StreamMetadata): boolean => metadata.truncateBefore === DELETED

/** The first revision that a reader of the stream still sees, ages aside. */
export const firstVisible = (metadata: StreamMetadata, last: bigint): bigint => {
  const byCount = metadata.maxCount === undefined ? 0n : last - metadata.maxCount + 1n
  const byCut = metadata.truncateBefore ?? 0n
  const first = byCount > byCut ? byCount : byCut
  return first > NOTHING ? first : 0n
}

export const isTooOld = (metadata: StreamMetadata, event: Recorded, now: number): boolean =>
  metadata.maxAge !== undefined && event.created < now - metadata.maxAge * 1000

/** The same JSON object cut at `from`; `undefined` where the metadata is no JSON object, and then it stays as it is. */
export const withCut = (data: Uint8Array, from: bigint): Uint8Array | undefined => {
  try {
    const fields: unknown = JSON.parse(Buffer.from(data).toString('utf8'))
    if (typeof fields !== 'object' || fields === null) return undefined
    return Buffer.from(JSON.stringify({ ...fields, $tb: Number(from) }), 'utf8')
  } catch {
    return undefined
  }
}

export const softDeleteMark = (): Uint8Array => Buffer.from(`{"$tb":${DELETED}}`, 'utf8')
