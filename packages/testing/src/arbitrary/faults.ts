import * as fc from 'fast-check'
import type { AppendFault, ReadFault } from '../fake/fault-plan.js'

/** What a network and a store may do to appends, for `faultyEventStore`. All of it passes: after the list all is well. */
export const arbitraryAppendFaults = (maxLength = 10): fc.Arbitrary<readonly AppendFault[]> =>
  fc.array(
    fc.constantFrom<AppendFault>(undefined, 'unavailable', 'lostBeforeCommit', 'lostAnswer', 'lostRace'),
    { maxLength },
  )

/** What a network may do to reads, for `faultyEventStore`. */
export const arbitraryReadFaults = (maxLength = 10): fc.Arbitrary<readonly ReadFault[]> =>
  fc.array(fc.constantFrom<ReadFault>(undefined, 'unavailable'), { maxLength })
