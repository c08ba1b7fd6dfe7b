import { deepStrictEqual, ok } from 'node:assert/strict'
import { NO_STREAM, START } from '@seat-ledger/core'
import { right } from './answers.js'
import type { ContractCase } from './case.js'
import { expectLabels, type FeedUnderTest, onScene, writeInTurn } from './feed.js'
import { FeedReader } from './feed-reader.js'
import { eventsOf, upTo } from './streams.js'

/** Which events a feed gives, and in which order. */
export const feedOrderCases: readonly ContractCase<FeedUnderTest>[] = [
  {
    name: 'a feed gives every event after its position, in the order of the log, as a read gives it',
    run: onScene(async (scene, { eventStore }) => {
      await writeInTurn(scene, 5)
      const events = await scene.follow(scene.start).untilCaughtUp()
      expectLabels(
        events,
        upTo(5).flatMap((round) => [`a${round}`, `b${round}`, `c${round}`]),
      )
      ok(
        events.every(({ position }, index) => position > (events[index - 1]?.position ?? scene.start)),
        'positions must grow',
      )
      for (const pool of ['a', 'b', 'c']) {
        const stream = scene.streams.stream(pool)
        const read = await right(() => eventStore.read(stream, { from: 0, limit: 100 }))
        deepStrictEqual(
          events.filter((event) => event.stream === stream),
          read,
        )
      }
    }),
  },
  {
    name: 'a feed resumes behind its position: nothing is given twice and nothing is left out, wherever it stopped',
    run: onScene(async (scene) => {
      await writeInTurn(scene, 3)
      const all = await scene.follow(scene.start).untilCaughtUp()
      deepStrictEqual(all.length, 9)
      for (const [index, { position }] of all.entries()) {
        deepStrictEqual(await scene.follow(position).untilCaughtUp(), all.slice(index + 1))
      }
    }),
  },
  {
    name: 'START lies before every event',
    run: onScene(async ({ write, follow }) => {
      await write('a', 'first', 'second')
      expectLabels(await follow(START).untilCaughtUp(), ['first', 'second'])
    }),
  },
  {
    name: 'the events of one append come together and in order',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0', 'a1', 'a2')
      await write('b', 'b0', 'b1')
      expectLabels(await follow(start).untilCaughtUp(), ['a0', 'a1', 'a2', 'b0', 'b1'])
    }),
  },
  {
    name: 'the prefix is exact: letters, case, _ and % stand for themselves, and foreign events change nothing',
    run: onScene(async ({ streams, start, write, follow }, { eventStore, feed, patience }) => {
      await write('a', 'mine')
      for (const suffix of ['1', '_', '-', 'A']) {
        await right(() =>
          eventStore.append(streams.neighbour(suffix), NO_STREAM, eventsOf(`foreign ${suffix}`)),
        )
      }
      await write('a', 'mine too')
      expectLabels(await follow(start).untilCaughtUp(), ['mine', 'mine too'])
      await write('p_r', 'underscore')
      await write('pxr', 'letter')
      await write('P_r', 'capital')
      const narrow = new FeedReader(feed, { after: start, prefix: `${streams.prefix}p_`, patience })
      try {
        expectLabels(await narrow.untilCaughtUp(), ['underscore'])
      } finally {
        await narrow.close()
      }
    }),
  },
  {
    name: 'two followers are given the same events in the same order',
    run: onScene(async (scene) => {
      const [one, other] = [scene.follow(scene.start), scene.follow(scene.start)]
      const reading = Promise.all([one.events(30), other.events(30)])
      await writeInTurn(scene, 10)
      const [first, second] = await reading
      deepStrictEqual(first, second)
    }),
  },
  {
    name: 'the events of writers who write at once are all given, once, and their positions grow',
    run: onScene(async ({ start, write, follow }) => {
      const reading = follow(start).events(100)
      const pools = upTo(10).map((pool) => `pool-${pool}`)
      await Promise.all(
        pools.map(async (pool) => {
          for (const round of upTo(10)) await write(pool, `${pool} ${round}`)
        }),
      )
      const events = await reading
      for (const pool of pools) {
        expectLabels(
          events.filter(({ stream }) => stream.endsWith(`.${pool}`)),
          upTo(10).map((round) => `${pool} ${round}`),
        )
      }
      ok(
        events.every(({ position }, index) => position > (events[index - 1]?.position ?? start)),
        'positions must grow',
      )
      deepStrictEqual(await follow(start).untilCaughtUp(), events)
    }),
  },
]
