import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js'
import type { OpenCall } from '../calls.js'
import type { Host } from '../host.js'
import type { AppendOutcome, Proposed } from '../store/model.js'
import {
  batchBadRequest,
  batchConflict,
  batchFault,
  batchStreamDeleted,
  batchSuccess,
  batchTimeout,
  batchTooBig,
  readBatchExpected,
} from '../wire/batch-append.js'
import { readStreamName, readUuid, uuid } from '../wire/identity.js'
import { readProposed } from '../wire/proposed.js'
import type { streams } from '../wire/protocol.js'
import { commitUnderFaults, type Patient } from './suffer.js'
import { guard } from './unary.js'

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>

/** The chunks of one append, which share a correlation id; only the first has options. */
interface Pending {
  readonly correlationId: string
  readonly options: streams.BatchAppendReq.Options
  readonly messages: streams.BatchAppendReq.ProposedMessage[]
}

/** Many appends over one long-lived stream, each answered by itself and in any order. */
export const batchAppend =
  (host: Host): handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp> =>
  (call) => {
    const open = host.calls.start('batch-append', '', call)
    guard(
      async () => {
        const pending = new Map<string, Pending>()
        for await (const request of call) {
          const complete = accept(pending, request)
          // Not awaited: an append that hangs must not hold up the others. Without a fault it commits at once, in order.
          if (complete !== undefined)
            guard(
              () => handle(host, call, open, complete),
              (error) => call.destroy(error),
            )
        }
        open.close()
        call.end()
      },
      () => {
        open.close()
      },
    )
  }

const accept = (pending: Map<string, Pending>, request: streams.BatchAppendReq): Pending | undefined => {
  const correlationId = readUuid(request.getCorrelationId())
  if (correlationId === undefined) return undefined
  const options = request.getOptions()
  const started = pending.get(correlationId)
  const append = started ?? (options === undefined ? undefined : { correlationId, options, messages: [] })
  if (append === undefined) return undefined
  append.messages.push(...request.getProposedMessagesList())
  if (!request.getIsFinal()) {
    pending.set(correlationId, append)
    return undefined
  }
  pending.delete(correlationId)
  return append
}

const handle = async (host: Host, call: Call, open: OpenCall, append: Pending): Promise<void> => {
  const stream = readStreamName(append.options.getStreamIdentifier())
  const answer = (response: streams.BatchAppendResp): void => {
    if (open.isOver) return
    open.sent += 1
    call.write(
      response
        .setCorrelationId(uuid(append.correlationId))
        .setStreamIdentifier(append.options.getStreamIdentifier()),
    )
  }
  const patient: Patient = {
    call: open,
    fail: (failure, action) => {
      const response = batchFault(action)
      if (response !== undefined) {
        answer(response)
        return
      }
      open.close()
      call.emit('error', failure)
    },
  }
  const events = readEvents(append)
  if (typeof events === 'string') {
    answer(batchBadRequest(events))
    return
  }
  if (isPast(append.options, host.store.now())) {
    answer(batchTimeout())
    return
  }
  const expected = readBatchExpected(append.options)
  const outcome = await commitUnderFaults(host, 'append', stream, patient, () =>
    host.store.append(stream, expected, events),
  )
  if (outcome !== undefined) answer(response(outcome, stream))
}

const readEvents = (append: Pending): readonly Proposed[] | string => {
  const events: Proposed[] = []
  for (const message of append.messages) {
    const read = readProposed(message)
    if (read._tag === 'Invalid') return read.failure.details ?? 'Bad request'
    events.push(read.event)
  }
  return events
}

/** The deadline is the client's clock against ours: a skewed client clock makes every append late, as on the server. */
const isPast = (options: streams.BatchAppendReq.Options, now: number): boolean => {
  const deadline = options.getDeadline()
  return deadline !== undefined && deadline.toDate().getTime() < now
}

const response = (outcome: AppendOutcome, stream: string): streams.BatchAppendResp => {
  switch (outcome._tag) {
    case 'Appended':
      return batchSuccess(outcome)
    case 'WrongExpectedVersion':
      return batchConflict(outcome)
    case 'StreamDeleted':
      return batchStreamDeleted(stream)
    case 'TooBig':
      return batchTooBig(outcome.limit)
  }
}
