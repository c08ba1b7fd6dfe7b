import type {
  EventStore,
  OutcomeUnknown,
  StoreRefused,
  StoreUnavailable,
  StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { FaultPlan, Faults } from './fault-plan.js'

/**
 * `store` with faults: the same calls and the same plan give the same faults. It keeps the port's promises: whatever
 * goes wrong is a value, and an append is repeated as any other.
 */
export const faultyEventStore = (store: EventStore, plan: FaultPlan): EventStore => {
  const appendFault = inTurn(plan.append ?? [])
  const readFault = inTurn(plan.read ?? [])
  return {
    append: async (stream, expected, events) => {
      const fault = await appendFault(stream)
      switch (fault) {
        case undefined:
          return store.append(stream, expected, events)
        case 'unavailable':
          return E.left(unavailable)
        case 'refused':
          return E.left(refused)
        case 'lostRace':
          return E.left({ _tag: 'WrongRevision', stream, expected })
        case 'lostBeforeCommit':
          return E.left(unknown)
        case 'lostAnswer': {
          const answer = await store.append(stream, expected, events)
          return E.isRight(answer) ? E.left(unknown) : answer
        }
        default:
          await store.append(stream, expected, fault.rival)
          return store.append(stream, expected, events)
      }
    },
    read: async (stream, range) => {
      const fault = await readFault(stream)
      if (fault === undefined) return store.read(stream, range)
      return E.left(fault === 'refused' ? refused : unavailable)
    },
  }
}

const inTurn = <Fault>(faults: Faults<Fault>): ((stream: StreamName) => Promise<Fault | undefined>) => {
  let number = -1
  return async (stream) => {
    number += 1
    return typeof faults === 'function' ? faults({ number, stream }) : faults[number]
  }
}

const detail = 'A fault of the test'
const unavailable: StoreUnavailable = { _tag: 'StoreUnavailable', detail, cause: undefined }
const unknown: OutcomeUnknown = { _tag: 'OutcomeUnknown', detail, cause: undefined }
const refused: StoreRefused = { _tag: 'StoreRefused', detail, cause: undefined }
