import { Metadata, type ServerErrorResponse, status } from '@grpc/grpc-js'
import type { CallAction } from '../faults/fault.js'
import type { Conflict } from '../store/model.js'

/** An error as gRPC sends it: a status, a text, and trailers whose `exception` names the server's own error. */
export type Failure = Pick<ServerErrorResponse, 'name' | 'message' | 'code' | 'details' | 'metadata'>

const failure = (code: status, details: string, trailers: Readonly<Record<string, string>> = {}): Failure => {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return { name: 'Failure', message: details, code, details, metadata }
}

export const streamDeleted = (stream: string): Failure =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  })

const numbers = { any: '-2', no_stream: '-1', stream_exists: '-4' } as const

/** How Delete and Tombstone tell a conflict; Append has a message of its own for it. */
export const wrongExpectedVersion = (stream: string, { expected, actual }: Conflict): Failure =>
  failure(status.FAILED_PRECONDITION, `Expected revision of '${stream}' does not match.`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': typeof expected === 'bigint' ? expected.toString() : numbers[expected],
    'actual-version': actual.toString(),
  })

export const maxAppendSizeExceeded = (limit: number): Failure =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': limit.toString(),
  })

export const invalidArgument = (details: string): Failure => failure(status.INVALID_ARGUMENT, details)

export const missingProperties = (): Failure =>
  failure(status.INVALID_ARGUMENT, 'Required Metadata Properties Are Missing', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  })

export const invalidPosition = (): Failure => invalidArgument('Trying to read from an invalid position.')

type PersistentException = 'does-not-exist' | 'exists' | 'dropped'

const persistentCodes = {
  'does-not-exist': status.NOT_FOUND,
  exists: status.ALREADY_EXISTS,
  dropped: status.CANCELLED,
} as const

export const persistentSubscription = (
  exception: PersistentException,
  source: string,
  group: string,
): Failure =>
  failure(persistentCodes[exception], `Subscription group ${group} on stream ${source}: ${exception}.`, {
    exception: `persistent-subscription-${exception}`,
    'stream-name': source,
    'group-name': group,
  })

export const maximumSubscribersReached = (source: string, group: string): Failure =>
  failure(
    status.FAILED_PRECONDITION,
    `Maximum subscriptions reached for group ${group} on stream ${source}.`,
    {
      exception: 'maximum-subscribers-reached',
      'stream-name': source,
      'group-name': group,
    },
  )

/** The status of a planned fault; `undefined` for one that is no answer at all. */
export const failureOf = (action: CallAction): Failure | undefined => {
  if (typeof action === 'object') return 'notLeader' in action ? notLeader(action.notLeader) : undefined
  switch (action) {
    case 'unavailable':
      return failure(status.UNAVAILABLE, 'Server Is Not Ready')
    case 'cancelled':
      return failure(status.CANCELLED, 'The operation was cancelled.')
    case 'unknown':
      return failure(status.UNKNOWN, 'Exception was thrown by handler.')
    case 'internal':
      return failure(status.INTERNAL, 'Internal error.')
    case 'unimplemented':
      return failure(status.UNIMPLEMENTED, 'The server does not implement the method.')
    case 'aborted':
      return failure(status.ABORTED, 'Operation timed out: Prepare phase timeout')
    case 'leader-unknown':
      return failure(status.UNKNOWN, 'No leader info available in response')
    case 'access-denied':
      return failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
    case 'reset':
    case 'hang':
    case 'goaway':
      return undefined
  }
}

const notLeader = ({ host, port }: { readonly host: string; readonly port: number }): Failure =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': port.toString(),
  })
