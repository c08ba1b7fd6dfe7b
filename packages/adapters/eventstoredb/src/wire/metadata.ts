/**
 * The names that the server's own tools know (`$by_correlation_id`, pinning by correlation), each with ours. They are
 * added to what is written and taken away from what is read, so that both sides see the metadata they are used to.
 */
const CONVENTIONS = [
  ['$correlationId', 'correlationId'],
  ['$causationId', 'causationId'],
] as const

/** The metadata to write. Undefined when it uses one of the server's names itself: it would not come back the same. */
export const withConventions = (metadata: object): Record<string, unknown> | unknown[] | undefined => {
  if (Array.isArray(metadata)) return metadata
  const written: { [key: string]: unknown } = { ...metadata }
  for (const [theirs, ours] of CONVENTIONS) {
    if (Object.hasOwn(metadata, theirs)) return undefined
    if (typeof written[ours] === 'string') written[theirs] = written[ours]
  }
  return written
}

/** The metadata as it was given. Metadata that others wrote, in their own manner, is left alone. */
export const withoutConventions = (metadata: unknown): unknown => {
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    !('$correlationId' in metadata || '$causationId' in metadata)
  )
    return metadata
  const read: { [key: string]: unknown } = { ...metadata }
  for (const [theirs, ours] of CONVENTIONS) if (read[theirs] === read[ours]) delete read[theirs]
  return read
}
