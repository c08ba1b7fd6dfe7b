import { brandedString, struct } from '@seat-ledger/core'
import * as t from 'io-ts'
import { MessageTypeCodec } from './endpoint-events.js'

/** The length of a URL, in characters. */
export const MAX_URL = 2_000

const Url = brandedString(
  'WebhookUrl',
  (text) => text.length <= MAX_URL,
  'must be a URL of at most 2,000 characters',
)

const Description = brandedString(
  'Description',
  (text) => text.length <= 200 && !/\p{Cc}/u.test(text),
  'must be at most 200 characters on one line',
)

const Types = new t.Type<readonly t.TypeOf<typeof MessageTypeCodec>[], readonly string[], unknown>(
  'MessageTypes',
  (input): input is readonly t.TypeOf<typeof MessageTypeCodec>[] =>
    Array.isArray(input) && input.every(MessageTypeCodec.is),
  (input, context) => {
    if (!Array.isArray(input) || input.length === 0)
      return t.failure(input, context, 'must be a list of one or more types')
    const read = t.readonlyArray(MessageTypeCodec).validate(input, context)
    return read._tag === 'Left' ? read : t.success([...new Set(read.right)])
  },
  (types) => types,
)

const Flag = new t.Type<boolean, boolean, unknown>(
  'boolean',
  t.boolean.is,
  (input, context) =>
    typeof input === 'boolean' ? t.success(input) : t.failure(input, context, 'must be true or false'),
  t.identity,
)

/** What an endpoint is made from. Without `types` it receives assigned, claimed and revoked. */
export const CreateEndpoint = struct(
  'CreateEndpoint',
  { url: Url },
  { types: Types, description: Description },
)

/** What of an endpoint can be changed. */
export const ChangeEndpoint = struct(
  'ChangeEndpoint',
  {},
  { url: Url, types: Types, description: Description, paused: Flag },
)
