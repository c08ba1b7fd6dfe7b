import type { Proposed } from '../store/model.js'
import { type Failure, invalidArgument, missingProperties } from './failure.js'
import { readUuid } from './identity.js'
import type { shared } from './protocol.js'

/** The part that the proposed messages of Append and BatchAppend have in common. */
export interface ProposedMessage {
  getId(): shared.UUID | undefined
  getMetadataMap(): { get(key: string): string | undefined }
  getCustomMetadata_asU8(): Uint8Array
  getData_asU8(): Uint8Array
}

export type ReadProposed =
  | { readonly _tag: 'Valid'; readonly event: Proposed }
  | { readonly _tag: 'Invalid'; readonly failure: Failure }

export const readProposed = (message: ProposedMessage): ReadProposed => {
  const id = readUuid(message.getId())
  const type = message.getMetadataMap().get('type')
  const contentType = message.getMetadataMap().get('content-type')
  if (type === undefined || contentType === undefined)
    return { _tag: 'Invalid', failure: missingProperties() }
  if (id === undefined)
    return { _tag: 'Invalid', failure: invalidArgument('The event id is not a non-empty GUID.') }
  if (type === '') return { _tag: 'Invalid', failure: invalidArgument('The event type is empty.') }
  const event: Proposed = {
    id,
    type,
    contentType,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
  return { _tag: 'Valid', event }
}
