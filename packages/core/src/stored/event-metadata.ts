import * as t from 'io-ts'
import { integer } from '../domain/codec.js'
import { CausationId, CommandId, CorrelationId } from '../domain/ids.js'
import type { Refusal } from '../domain/rejections.js'
import { struct } from '../domain/struct.js'
import { Actor, Reason } from '../domain/values.js'

const isRefusal = (input: unknown): input is Refusal =>
  typeof input === 'object' && input !== null && '_tag' in input && typeof input._tag === 'string'

/** A rejection inside stored metadata: its tag is checked, its facts are trusted as written. */
const StoredRefusal = new t.Type<Refusal, Refusal, unknown>(
  'Refusal',
  isRefusal,
  (input, context) =>
    isRefusal(input) ? t.success(input) : t.failure(input, context, 'must be a rejection'),
  t.identity,
)

/** Who, why, and as part of what: recorded with every event. */
export const EventMetadata = struct(
  'EventMetadata',
  { actor: Actor, commandId: CommandId, correlationId: CorrelationId },
  {
    /** The command or event that led to this one, where the caller said so. */
    causationId: CausationId,
    reason: Reason,
    /** Tells this command's body from another under the same id; only where the caller chose the id. */
    fingerprint: t.string,
    /** The event's seal, where its ledger is a hash chain: see `sealOf`. */
    hash: t.string,
    /** On the first event of a partial bulk: its refused rows, so that a repetition answers the same. */
    refused: t.array(t.strict({ index: integer('RowIndex', 0, 1_000_000), rejection: StoredRefusal })),
  },
)
export type EventMetadata = t.TypeOf<typeof EventMetadata>
