import { randomUUID } from 'node:crypto'
import type { Proposed } from './model.js'

/** An event that the server itself writes: JSON with an id of its own, and mostly without metadata. */
export const systemEvent = (
  type: string,
  data: Uint8Array,
  metadata: Uint8Array = new Uint8Array(),
): Proposed => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data,
  metadata,
})

export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8')
