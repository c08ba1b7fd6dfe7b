import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { toEventData } from '../src/wire/events.js'
import { lossIn } from '../src/wire/json.js'
import { withConventions, withoutConventions } from '../src/wire/metadata.js'
import { fromCheckpoint, isPlausible, toExpectedRevision } from '../src/wire/places.js'

describe('What goes over the wire', () => {
  it('is refused exactly when JSON would change it', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSparseArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(value, (data) => {
        if (lossIn(data, 'data') !== undefined) return
        const back: unknown = JSON.parse(JSON.stringify(data))
        expect(JSON.stringify(back)).toBe(JSON.stringify(data))
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (data) => {
        expect(lossIn(data, 'data')).toBe(undefined)
      }),
    )
  })

  it('names the place that JSON cannot hold, and not the value', () => {
    const event = { id: randomUUID(), type: 'X', metadata: {} }
    expect(toEventData([{ ...event, data: { list: [1, { secret: 7n }] } }])).toEqual(
      E.left('Event 0: JSON cannot hold it: data.list.1.secret is of type bigint'),
    )
    expect(toEventData([])).toEqual(E.left('An append holds at least one event'))
    expect(toEventData([{ ...event, id: 'x', data: {} }])).toEqual(E.left('Event 0: the id is not a UUID'))
  })

  it("has the server's names for correlation and causation, and comes back without them", () => {
    const metadata = fc.dictionary(
      fc
        .oneof(fc.constantFrom('correlationId', 'causationId', 'actor'), fc.string())
        .filter((key) => !key.startsWith('$')),
      fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
    )
    fc.assert(
      fc.property(metadata, (given) => {
        expect(withoutConventions(withConventions(given))).toEqual({ ...given })
      }),
    )
  })

  it("leaves other tools' metadata alone", () => {
    const foreign = { $correlationId: 'theirs', $traceId: 't' }
    expect(withoutConventions(foreign)).toEqual(foreign)
    expect(withConventions({ $causationId: 'mine' })).toBe(undefined)
  })
})

describe('Places', () => {
  it('expects no stream below the first revision, and no revision that no stream can have', () => {
    expect([-1, 0, 7, -2, 0.5, Number.NaN, 2 ** 53].map(toExpectedRevision)).toEqual([
      'no_stream',
      0n,
      7n,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('takes no checkpoint that cannot be a place, or that one number cannot name', () => {
    expect(fromCheckpoint({ commit: 7n, prepare: 7n })).toBe(7n)
    expect(fromCheckpoint({ commit: 7n, prepare: 5n })).toBe(undefined)
    expect(fromCheckpoint({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })).toBe(undefined)
    expect([-2n, -1n, 2n ** 63n - 1n, 2n ** 63n].map(isPlausible)).toEqual([false, true, true, false])
  })
})
