import type { ProjectionStatus } from '@seat-ledger/core'

/** Whether a server can be sent requests, and why not. */
export interface Readiness {
  readonly ready: boolean
  readonly reason: string
}

/** Ready means: lists show everything that was recorded, and the server is not about to end. */
export const readinessOf = (status: ProjectionStatus, stopping: boolean): Readiness => {
  if (stopping) return { ready: false, reason: 'stopping' }
  switch (status._tag) {
    case 'Live':
      return { ready: true, reason: 'ready' }
    case 'CatchingUp':
      return { ready: false, reason: 'reading the log' }
    case 'Interrupted':
      return { ready: false, reason: 'the store cannot be followed' }
    case 'Stopped':
      return { ready: false, reason: 'stopping' }
    case 'Failed':
      return { ready: false, reason: 'an event cannot be read; see the log of this server' }
  }
}
