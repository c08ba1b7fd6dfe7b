import type { EventToAppend } from '../ports/event-store.js'
import { canonicalJson } from './canonical.js'

/** An event with its place: all that its seal is about. `metadata.hash` is left out of it, as that is the seal. */
export interface SealedFacts extends EventToAppend {
  readonly stream: string
  readonly revision: number
}

/** SHA-256 of a text as UTF-8, base64url without padding: `Ids.fingerprint`. */
export type Sha256 = (text: string) => string

/** The canonical JSON (RFC 8785) of what a seal is about: data, id, metadata without `hash`, revision, stream and type. */
export const sealedText = ({ stream, revision, id, type, data, metadata }: SealedFacts): string =>
  `{"data":${canonicalJson(data)},"id":${canonicalJson(id)},"metadata":${canonicalJson(withoutHash(metadata))},"revision":${revision},"stream":${canonicalJson(stream)},"type":${canonicalJson(type)}}`

/**
 * The seal of an event: SHA-256 over the seal of the event before it in its ledger (nothing for the first) and
 * `sealedText`. So whoever changes, removes, inserts or moves an event would have to make every later seal anew.
 */
export const sealOf = (previous: string | null, facts: SealedFacts, sha256: Sha256): string =>
  sha256(`${previous ?? ''}${sealedText(facts)}`)

/** The seal that recorded metadata holds; null when there is none. */
export const hashOf = (metadata: unknown): string | null =>
  typeof metadata === 'object' && metadata !== null && 'hash' in metadata && typeof metadata.hash === 'string'
    ? metadata.hash
    : null

const withoutHash = (metadata: object): object => {
  if (!('hash' in metadata)) return metadata
  const { hash, ...rest } = metadata
  return rest
}
