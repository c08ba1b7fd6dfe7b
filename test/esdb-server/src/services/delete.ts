import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import type { DeleteOutcome } from '../store/model.js'
import { fillPosition, readExpected } from '../wire/append.js'
import { type Failure, streamDeleted, wrongExpectedVersion } from '../wire/failure.js'
import { readStreamName } from '../wire/identity.js'
import { streams } from '../wire/protocol.js'
import { commitUnderFaults } from './suffer.js'
import { type Unary, unary } from './unary.js'

export const softDelete = (host: Host): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> =>
  unary(
    host,
    'delete',
    (request) => readStreamName(request.getOptions()?.getStreamIdentifier()),
    async (request, call) => {
      const { stream } = call.call
      const expected = readExpected(request.getOptions() ?? new streams.DeleteReq.Options())
      const outcome = await commitUnderFaults(host, 'delete', stream, call, () =>
        host.store.softDelete(stream, expected),
      )
      if (outcome === undefined) return
      respond(call, outcome, (position) =>
        new streams.DeleteResp().setPosition(fillPosition(new streams.DeleteResp.Position(), position)),
      )
    },
  )

export const tombstone = (host: Host): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> =>
  unary(
    host,
    'tombstone',
    (request) => readStreamName(request.getOptions()?.getStreamIdentifier()),
    async (request, call) => {
      const { stream } = call.call
      const expected = readExpected(request.getOptions() ?? new streams.TombstoneReq.Options())
      const outcome = await commitUnderFaults(host, 'tombstone', stream, call, () =>
        host.store.tombstone(stream, expected),
      )
      if (outcome === undefined) return
      respond(call, outcome, (position) =>
        new streams.TombstoneResp().setPosition(fillPosition(new streams.TombstoneResp.Position(), position)),
      )
    },
  )

const respond = <Response>(
  call: Unary<Response>,
  outcome: DeleteOutcome,
  success: (position: bigint) => Response,
): void => {
  if (outcome._tag === 'Removed') call.answer(success(outcome.position))
  else call.fail(refusal(call.call.stream, outcome))
}

const refusal = (stream: string, outcome: Exclude<DeleteOutcome, { _tag: 'Removed' }>): Failure =>
  outcome._tag === 'StreamDeleted' ? streamDeleted(stream) : wrongExpectedVersion(stream, outcome)
