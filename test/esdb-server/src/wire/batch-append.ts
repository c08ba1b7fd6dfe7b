import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import type { CallAction } from '../faults/fault.js'
import type { Appended, Conflict, Expected } from '../store/model.js'
import { fillPosition } from './append.js'
import { streamIdentifier } from './identity.js'
import { rpcCode, rpcStatus, shared, streams } from './protocol.js'

const { ExpectedStreamPositionCase: Case } = streams.BatchAppendReq.Options

export const readBatchExpected = (options: streams.BatchAppendReq.Options): Expected => {
  switch (options.getExpectedStreamPositionCase()) {
    case Case.STREAM_POSITION:
      return BigInt(options.getStreamPosition())
    case Case.NO_STREAM:
      return 'no_stream'
    case Case.STREAM_EXISTS:
      return 'stream_exists'
    case Case.ANY:
    case Case.EXPECTED_STREAM_POSITION_NOT_SET:
      return 'any'
  }
}

/** The error of one append of the batch. Its details say which; without details the client cannot read it at all. */
const batchError = (
  code: number,
  message: string,
  details: { readonly type: string; readonly bytes: Uint8Array },
): streams.BatchAppendResp => {
  const packed = new any.Any()
  packed.pack(details.bytes, details.type)
  return new streams.BatchAppendResp().setError(
    new rpcStatus.Status().setCode(code).setMessage(message).setDetails(packed),
  )
}

const typed = (name: string, bytes: Uint8Array) => ({ type: `event_store.client.${name}`, bytes })
const nothing = () => ({ type: 'google.protobuf.Empty', bytes: new empty.Empty().serializeBinary() })
const { Code } = rpcCode

export const batchTimeout = (): streams.BatchAppendResp =>
  batchError(Code.DEADLINE_EXCEEDED, 'Timeout', typed('Timeout', new shared.Timeout().serializeBinary()))

export const batchBadRequest = (reason: string): streams.BatchAppendResp =>
  batchError(
    Code.INVALID_ARGUMENT,
    'BadRequest',
    typed('BadRequest', new shared.BadRequest().setMessage(reason).serializeBinary()),
  )

export const batchTooBig = (limit: number): streams.BatchAppendResp =>
  batchError(
    Code.INVALID_ARGUMENT,
    'MaximumAppendSizeExceeded',
    typed(
      'MaximumAppendSizeExceeded',
      new shared.MaximumAppendSizeExceeded().setMaxappendsize(limit).serializeBinary(),
    ),
  )

export const batchStreamDeleted = (stream: string): streams.BatchAppendResp =>
  batchError(
    Code.FAILED_PRECONDITION,
    'StreamDeleted',
    typed(
      'StreamDeleted',
      new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(stream)).serializeBinary(),
    ),
  )

export const batchConflict = ({ expected, actual }: Conflict): streams.BatchAppendResp => {
  const message = new shared.WrongExpectedVersion()
  if (actual < 0n) message.setCurrentNoStream(new empty.Empty())
  else message.setCurrentStreamRevision(actual.toString())
  if (expected === 'any') message.setExpectedAny(new empty.Empty())
  else if (expected === 'no_stream') message.setExpectedNoStream(new empty.Empty())
  else if (expected === 'stream_exists') message.setExpectedStreamExists(new empty.Empty())
  else message.setExpectedStreamPosition(expected.toString())
  const details = typed('WrongExpectedVersion', message.serializeBinary())
  return batchError(Code.FAILED_PRECONDITION, 'WrongExpectedVersion', details)
}

export const batchSuccess = ({ revision, position }: Appended): streams.BatchAppendResp => {
  const success = new streams.BatchAppendResp.Success()
  if (revision < 0n) success.setNoStream(new empty.Empty())
  else success.setCurrentRevision(revision.toString())
  if (position === undefined) success.setNoPosition(new empty.Empty())
  else success.setPosition(fillPosition(new shared.AllStreamPosition(), position))
  return new streams.BatchAppendResp().setSuccess(success)
}

/** The faults a batch answers for one append alone. Every other status ends the whole batch stream. */
export const batchFault = (action: CallAction): streams.BatchAppendResp | undefined => {
  switch (action) {
    case 'aborted':
      return batchTimeout()
    case 'access-denied':
      return batchError(
        Code.PERMISSION_DENIED,
        'Access Denied',
        typed('AccessDenied', new shared.AccessDenied().serializeBinary()),
      )
    case 'leader-unknown':
      return batchError(Code.UNKNOWN, 'No leader info available in response', nothing())
    case 'unavailable':
      return batchError(Code.UNAVAILABLE, 'Server Is Not Ready', nothing())
    default:
      return undefined
  }
}
