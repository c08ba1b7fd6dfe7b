import { type AppendFault, faultyEventStore, type ReadFault } from '@seat-ledger/testing'
import type fc from 'fast-check'
import type { EventStore } from '../../src/ports/event-store.js'

/** What befalls the calls of one engine. */
export interface Weather {
  readonly append: readonly AppendFault[]
  readonly read: readonly ReadFault[]
}

/**
 * A store whose calls arrive, and whose answers leave, when the scheduler says so: between any two of them any other
 * call of any engine may come.
 */
export const scheduledStore = (
  store: EventStore,
  { append, read }: Weather,
  scheduler: fc.Scheduler,
): EventStore => {
  const faults = withoutLies(append)
  const faulty = faultyEventStore(store, {
    append: ({ number }) => scheduler.schedule(Promise.resolve(faults[number]), 'append arrives'),
    read: ({ number }) => scheduler.schedule(Promise.resolve(read[number]), 'read arrives'),
  })
  return {
    append: async (...call) =>
      scheduler.schedule(Promise.resolve(await faulty.append(...call)), 'append answers'),
    read: async (...call) => scheduler.schedule(Promise.resolve(await faulty.read(...call)), 'read answers'),
  }
}

/** A store that wrote and lost the answer must not say of the same append that somebody else was faster. */
const withoutLies = (faults: readonly AppendFault[]): readonly AppendFault[] => {
  let isOwed = false
  return faults.map((fault) => {
    if (fault === 'lostRace' && isOwed) return undefined
    if (fault === 'lostAnswer' || fault === undefined) isOwed = fault === 'lostAnswer'
    return fault
  })
}
