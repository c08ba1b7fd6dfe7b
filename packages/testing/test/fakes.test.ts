import { type EventToAppend, NO_STREAM } from '@seat-ledger/core'
import { memoryStore } from '@seat-ledger/memory'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { eventOf, eventsOf, freshStreams } from '../src/contract/streams.js'
import { clockContract, eventStoreContract, idsContract } from '../src/contracts.js'
import {
  type AppendFault,
  arbitraryAppendFaults,
  arbitraryReadFaults,
  eventStoreCases,
  faultyEventStore,
  manualClock,
  type ReadFault,
  sequentialIds,
} from '../src/index.js'
import { at, later } from './samples.js'

clockContract('a clock that a test moves', () => {
  const clock = manualClock(at)
  return { clock, advance: clock.advance }
})
idsContract('ids that count', () => ({ ids: sequentialIds() }))
eventStoreContract('a store without faults', () => ({
  eventStore: faultyEventStore(memoryStore().eventStore, {}),
}))

describe('a clock that a test moves', () => {
  it('stands still by itself', () => {
    const clock = manualClock(at)
    expect([clock.now(), clock.now()]).toEqual([Date.parse(at), Date.parse(at)])
  })

  it('wakes who falls asleep again on the way, at the right time each time', async () => {
    const clock = manualClock(0)
    const woken: number[] = []
    const rounds = (async () => {
      for (let round = 0; round < 4; round += 1) {
        await clock.sleep(10)
        woken.push(clock.now())
      }
    })()
    await clock.advance(35)
    expect([woken, clock.now()]).toEqual([[10, 20, 30], 35])
    await clock.advance(5)
    await rounds
    expect(woken).toEqual([10, 20, 30, 40])
  })

  it('is set to an instant, and wakes whose time has come', async () => {
    const clock = manualClock(at)
    const sleeping = clock.sleep(Date.parse(later) - Date.parse(at))
    clock.set(later)
    await sleeping
    clock.set(at)
    expect(clock.now()).toBe(Date.parse(at))
  })

  it('says how long the next sleeper sleeps, also when nobody sleeps yet', async () => {
    const clock = manualClock(0)
    const next = clock.nextSleep()
    const sleeping = [clock.sleep(50), clock.sleep(20)]
    expect(await next).toBe(20)
    await clock.advance(15)
    expect(await clock.nextSleep()).toBe(5)
    await clock.advance(50)
    await Promise.all(sleeping)
  })
})

describe('ids that count', () => {
  it('are the same each time, and others under another prefix', () => {
    const [one, other] = [sequentialIds(), sequentialIds({ prefix: 'b-' })]
    expect([one.seat(), one.seat(), one.command()]).toEqual([
      'seat_0000000000000001',
      'seat_0000000000000002',
      'command-1',
    ])
    expect([other.seat(), other.command()]).toEqual(['b-seat_00000000000001', 'b-command-1'])
  })
})

describe('a store with faults', () => {
  const stream = freshStreams().stream()
  const events = eventsOf('a', 'b')
  const appendWith = async (fault: AppendFault, given: readonly EventToAppend[] = events) => {
    const { eventStore } = memoryStore()
    const answer = await faultyEventStore(eventStore, { append: [fault] }).append(stream, NO_STREAM, given)
    const read = await eventStore.read(stream, { from: 0, limit: 10 })
    return { answer, written: E.isRight(read) ? read.right.map(({ id }) => id) : [] }
  }
  const ids = events.map(({ id }) => id)
  const detail = 'A fault of the test'

  it.each<readonly [AppendFault, object, readonly string[]]>([
    [undefined, E.right({ revision: 1, position: 1n }), ids],
    ['unavailable', E.left({ _tag: 'StoreUnavailable', detail, cause: undefined }), []],
    ['refused', E.left({ _tag: 'StoreRefused', detail, cause: undefined }), []],
    ['lostRace', E.left({ _tag: 'WrongRevision', stream, expected: NO_STREAM }), []],
    ['lostBeforeCommit', E.left({ _tag: 'OutcomeUnknown', detail, cause: undefined }), []],
    ['lostAnswer', E.left({ _tag: 'OutcomeUnknown', detail, cause: undefined }), ids],
  ])('answers an append with the fault %s, and writes what it says', async (fault, answer, written) => {
    expect(await appendWith(fault)).toEqual({ answer, written })
  })

  it('lets a rival win for real', async () => {
    const rival = eventOf('rival')
    expect(await appendWith({ rival: [rival] })).toEqual({
      answer: E.left({ _tag: 'WrongRevision', stream, expected: NO_STREAM }),
      written: [rival.id],
    })
  })

  it('tells who lost the answer to a lost race that the race was lost', async () => {
    const { eventStore } = memoryStore()
    await eventStore.append(stream, NO_STREAM, eventsOf('first'))
    const faulty = faultyEventStore(eventStore, { append: ['lostAnswer'] })
    expect(await faulty.append(stream, NO_STREAM, events)).toEqual(
      E.left({ _tag: 'WrongRevision', stream, expected: NO_STREAM }),
    )
  })

  it.each<readonly [ReadFault, object]>([
    ['unavailable', E.left({ _tag: 'StoreUnavailable', detail, cause: undefined })],
    ['refused', E.left({ _tag: 'StoreRefused', detail, cause: undefined })],
    [undefined, E.right([])],
  ])('answers a read with the fault %s', async (fault, answer) => {
    const faulty = faultyEventStore(memoryStore().eventStore, { read: [fault] })
    expect(await faulty.read(stream, { from: 0, limit: 1 })).toEqual(answer)
    expect(await faulty.read(stream, { from: 0, limit: 1 })).toEqual(E.right([]))
  })

  it('asks a function for each fault, with the number and the stream of the call', async () => {
    const asked: unknown[] = []
    const faulty = faultyEventStore(memoryStore().eventStore, {
      append: (call) => {
        asked.push(call)
        return call.number === 1 ? 'unavailable' : undefined
      },
    })
    const first = await faulty.append(stream, NO_STREAM, events)
    const second = await faulty.append(stream, 1, eventsOf('c'))
    expect(asked).toEqual([
      { number: 0, stream },
      { number: 1, stream },
    ])
    expect([first._tag, second._tag]).toEqual(['Right', 'Left'])
  })

  it('reaches the store in the order that a scheduler gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { eventStore } = memoryStore()
        const faulty = faultyEventStore(eventStore, {
          append: () => scheduler.schedule(Promise.resolve(undefined)),
        })
        const writers = eventsOf('a', 'b', 'c').map((event) => faulty.append(stream, NO_STREAM, [event]))
        await scheduler.waitAll()
        expect((await Promise.all(writers)).filter(E.isRight)).toHaveLength(1)
      }),
      { numRuns: 20 },
    )
  })

  it('writes exactly once what is repeated until it is answered, whatever passes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryAppendFaults(), arbitraryReadFaults(), async (append, read) => {
        const { eventStore } = memoryStore()
        const faulty = faultyEventStore(eventStore, { append, read })
        let answer = await faulty.append(stream, NO_STREAM, events)
        while (E.isLeft(answer)) answer = await faulty.append(stream, NO_STREAM, events)
        expect(answer).toEqual(E.right({ revision: 1, position: 1n }))
        const written = await eventStore.read(stream, { from: 0, limit: 10 })
        expect(E.isRight(written) && written.right.map(({ id }) => id)).toEqual(ids)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a contract', () => {
  it('refuses to skip a rule that it does not have', () => {
    expect(() => eventStoreContract('x', memoryStore, { skip: { 'no such rule': 'because' } })).toThrow(
      'No case of EventStore is named: no such rule',
    )
    expect(eventStoreCases.length).toBeGreaterThan(40)
  })
})
