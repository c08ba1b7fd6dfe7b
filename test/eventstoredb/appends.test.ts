import { NO_STREAM } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { anyServer, bare, errorOf, eventsOf, freshNames, labelsIn, left, right, upTo } from './support.js'

describe('An append, on any server', () => {
  it('R1: to a new stream it answers revision count − 1 and a position behind all before', async () => {
    const { db } = await anyServer()
    const { stream } = freshNames()
    const before = await right(db.eventStore.append(stream('a'), NO_STREAM, eventsOf('a')))
    const appended = await right(db.eventStore.append(stream('b'), NO_STREAM, eventsOf('a', 'b', 'c')))
    expect(appended.revision).toBe(2)
    expect(appended.position > before.position).toBe(true)
  })

  it('R2: three of them in a row, each at the revision that the one before answered', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    let revision = NO_STREAM
    for (const label of ['a', 'b', 'c'])
      ({ revision } = await right(db.eventStore.append(stream, revision, eventsOf(label))))
    expect(revision).toBe(2)
    expect(await labelsIn(db.eventStore, stream)).toEqual(['a', 'b', 'c'])
  })

  it('R3: at a revision that is stale, ahead, or of no stream it is a conflict, and the server tells the actual one', async () => {
    const { db, client } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a', 'b')))
    for (const expected of [0, 2])
      expect(await left(db.eventStore.append(stream, expected, eventsOf('x')))).toEqual({
        _tag: 'WrongRevision',
        stream,
        expected,
      })
    const error = await errorOf(
      client.appendToStream(stream, bare(...eventsOf('x')), { expectedRevision: 0n }),
    )
    expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n, expectedVersion: 0n })
    const other = freshNames().stream()
    expect(await left(db.eventStore.append(other, 0, eventsOf('x')))).toMatchObject({ _tag: 'WrongRevision' })
  })

  it('R4: as the first of a stream that exists it is a conflict', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))
    const failure = await left(db.eventStore.append(stream, NO_STREAM, eventsOf('x')))
    expect(failure).toEqual({ _tag: 'WrongRevision', stream, expected: NO_STREAM })
  })

  it('R5: stream_exists is refused where there is none and accepted where there is one', async () => {
    const { db, client } = await anyServer()
    const stream = freshNames().stream()
    const append = () =>
      client.appendToStream(stream, bare(...eventsOf('x')), { expectedRevision: 'stream_exists' })
    expect(await errorOf(append())).toMatchObject({ type: 'wrong-expected-version' })
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))
    expect(await append()).toMatchObject({ nextExpectedRevision: 1n })
  })

  it('R6: of several events it is atomic, and they lie together', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const labels = upTo(20).map(String)
    const writing = right(db.eventStore.append(stream, NO_STREAM, eventsOf(...labels)))
    const seen = await Promise.all(upTo(10).map(async () => (await labelsIn(db.eventStore, stream)).length))
    await writing
    expect(seen.filter((length) => length !== 0 && length !== 20)).toEqual([])
    expect(await labelsIn(db.eventStore, stream)).toEqual(labels)
  })

  it('R7: repeated with the same ids at the same revision it writes nothing and answers the same', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))
    const events = eventsOf('b', 'c')
    const first = await right(db.eventStore.append(stream, 0, events))
    await right(db.eventStore.append(stream, 2, eventsOf('d')))
    expect(await right(db.eventStore.append(stream, 0, events))).toEqual(first)
    expect(await labelsIn(db.eventStore, stream)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('R8: a repeated beginning of it succeeds with the lower revision; with more than was written it is a conflict', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const events = eventsOf('a', 'b', 'c')
    await right(db.eventStore.append(stream, NO_STREAM, events))
    expect((await right(db.eventStore.append(stream, NO_STREAM, events.slice(0, 2)))).revision).toBe(1)
    const failure = await left(db.eventStore.append(stream, NO_STREAM, [...events, ...eventsOf('d')]))
    expect(failure._tag).toBe('WrongRevision')
    expect(await labelsIn(db.eventStore, stream)).toEqual(['a', 'b', 'c'])
  })

  it('R9: with the same first event and another second one it is a conflict', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const [first, second] = [eventsOf('a'), eventsOf('b')]
    await right(db.eventStore.append(stream, NO_STREAM, [...first, ...second]))
    const failure = await left(db.eventStore.append(stream, NO_STREAM, [...first, ...eventsOf('x')]))
    expect(failure._tag).toBe('WrongRevision')
  })

  it('R10: the same ids at the head are written again: the server compares with what follows the revision only', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const events = eventsOf('a')
    await right(db.eventStore.append(stream, NO_STREAM, events))
    expect((await right(db.eventStore.append(stream, 0, events))).revision).toBe(1)
  })

  it('R11: at any revision the same ids soon after are not written again', async () => {
    const { client } = await anyServer()
    const stream = freshNames().stream()
    const events = bare(...eventsOf('a', 'b'))
    const first = await client.appendToStream(stream, events, { expectedRevision: 'any' })
    const again = await client.appendToStream(stream, events, { expectedRevision: 'any' })
    expect([first.nextExpectedRevision, again.nextExpectedRevision]).toEqual([1n, 1n])
  })

  it('R12: of 20 writers at one revision exactly one wins, the others see a conflict', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))
    const answers = await Promise.all(
      upTo(20).map((writer) => db.eventStore.append(stream, 0, eventsOf(`${writer}`))),
    )
    expect(answers.filter(E.isRight)).toHaveLength(1)
    const lost = answers.flatMap((answer) => (E.isLeft(answer) ? [answer.left] : []))
    expect(lost).toEqual(lost.map(() => ({ _tag: 'WrongRevision', stream, expected: 0 })))
    expect(await labelsIn(db.eventStore, stream)).toHaveLength(2)
  })

  it('R18: larger than the server takes it fails with its own class, writes nothing, and the next one works', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const [event] = eventsOf('large')
    if (event === undefined) return
    const large = { ...event, data: { text: 'x'.repeat(1_200_000) } }
    expect(await left(db.eventStore.append(stream, NO_STREAM, [large]))).toMatchObject({
      _tag: 'AppendTooLarge',
      stream,
    })
    expect(await labelsIn(db.eventStore, stream)).toEqual([])
    expect(await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))).toMatchObject({ revision: 0 })
  })
})
