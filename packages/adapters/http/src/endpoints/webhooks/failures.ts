import type { JournalFailure } from '@seat-ledger/core'
import { type Failure, notFound } from '../../failures/failures.js'
import type { ReplayFailure, WebhookFailure } from '../../ports/webhooks.js'

/** A failure of webhooks as the API answers it. */
export const webhookFailure = (failure: WebhookFailure | JournalFailure | ReplayFailure): Failure => {
  switch (failure._tag) {
    case 'EndpointNotFound':
      return notFound('Webhook endpoint')
    case 'EndpointNotActive':
    case 'Halted':
      return { _tag: 'EndpointNotActive' }
    case 'Stopped':
      return { _tag: 'EngineClosed' }
    case 'Failed':
      return webhookFailure(failure.failure)
    case 'WrongRevision':
      return { _tag: 'Conflict', stream: failure.stream, attempts: 1 }
    case 'InvalidInput':
    case 'CommandIdReused':
    case 'AppendTooLarge':
    case 'StoreUnavailable':
    case 'OutcomeUnknown':
    case 'StoreRefused':
    case 'EngineDefect':
      return failure
  }
}
