import type { Appended, Conflict, Expected, Proposed } from '../store/model.js'
import { type Failure, invalidArgument } from './failure.js'
import { readStreamName } from './identity.js'
import { readProposed } from './proposed.js'
import { shared, streams } from './protocol.js'

interface AppendRequest {
  readonly _tag: 'Append'
  readonly stream: string
  readonly expected: Expected
  readonly events: readonly Proposed[]
}

export type ReadAppend = AppendRequest | { readonly _tag: 'Invalid'; readonly failure: Failure }

const { ExpectedStreamRevisionCase: Case } = streams.AppendReq.Options

type WithExpected = streams.AppendReq.Options | streams.DeleteReq.Options | streams.TombstoneReq.Options

/** The numbers of the cases are the same in Append, Delete and Tombstone. */
export const readExpected = (options: WithExpected): Expected => {
  const kind: number = options.getExpectedStreamRevisionCase()
  if (kind === Case.NO_STREAM) return 'no_stream'
  if (kind === Case.STREAM_EXISTS) return 'stream_exists'
  return kind === Case.REVISION ? BigInt(options.getRevision()) : 'any'
}

export const readAppend = (messages: readonly streams.AppendReq[]): ReadAppend => {
  const options = messages[0]?.getOptions()
  if (options === undefined)
    return { _tag: 'Invalid', failure: invalidArgument('The first message has no options.') }
  const events: Proposed[] = []
  for (const message of messages.slice(1)) {
    const proposed = message.getProposedMessage()
    if (proposed === undefined) continue
    const read = readProposed(proposed)
    if (read._tag === 'Invalid') return read
    events.push(read.event)
  }
  const stream = readStreamName(options.getStreamIdentifier())
  return { _tag: 'Append', stream, expected: readExpected(options), events }
}

export const appendSuccess = ({ revision, position }: Appended): streams.AppendResp => {
  const success = new streams.AppendResp.Success()
  if (revision < 0n) success.setNoStream(new shared.Empty())
  else success.setCurrentRevision(revision.toString())
  if (position === undefined) success.setNoPosition(new shared.Empty())
  else success.setPosition(fillPosition(new streams.AppendResp.Position(), position))
  return new streams.AppendResp().setSuccess(success)
}

export const appendConflict = ({ expected, actual }: Conflict): streams.AppendResp => {
  const message = new streams.AppendResp.WrongExpectedVersion()
  if (actual < 0n) message.setCurrentNoStream(new shared.Empty())
  else message.setCurrentRevision(actual.toString())
  if (expected === 'any') message.setExpectedAny(new shared.Empty())
  else if (expected === 'no_stream') message.setExpectedNoStream(new shared.Empty())
  else if (expected === 'stream_exists') message.setExpectedStreamExists(new shared.Empty())
  else message.setExpectedRevision(expected.toString())
  return new streams.AppendResp().setWrongExpectedVersion(message)
}

type PositionMessage =
  | streams.AppendResp.Position
  | streams.DeleteResp.Position
  | streams.TombstoneResp.Position
  | streams.ReadResp.Checkpoint
  | shared.AllStreamPosition

export const fillPosition = <Message extends PositionMessage>(
  message: Message,
  position: bigint,
): Message => {
  message.setCommitPosition(position.toString())
  message.setPreparePosition(position.toString())
  return message
}
