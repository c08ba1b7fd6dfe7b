import { deepStrictEqual, ok } from 'node:assert/strict'
import type { ContractCase } from './case.js'
import { expectLabels, type FeedUnderTest, labelOf, onScene } from './feed.js'
import { upTo } from './streams.js'

/** How many messages a feed may have fetched before the reader asked for them. */
const READ_AHEAD = 32

/** What happens at the end of the log: CaughtUp, waiting, and events that come later. */
export const feedLiveCases: readonly ContractCase<FeedUnderTest>[] = [
  {
    name: 'a feed with nothing to give says CaughtUp first, at a position not before its own',
    run: onScene(async ({ start, follow }) => {
      const message = await follow(start).next()
      deepStrictEqual(message?._tag, 'CaughtUp')
      ok(message?._tag === 'CaughtUp' && message.position >= start, 'CaughtUp must not go back')
    }),
  },
  {
    name: 'CaughtUp comes after the last event, at a position from which nothing is missed and nothing repeated',
    run: onScene(async ({ start, write, follow }) => {
      const last = await write('a', 'a0', 'a1')
      const reader = follow(start)
      expectLabels(await reader.untilCaughtUp(), ['a0', 'a1'])
      const message = reader.messages.at(-1)
      ok(message?._tag === 'CaughtUp' && message.position >= last, 'CaughtUp must include what was given')
      await write('b', 'b0')
      expectLabels(await follow(message.position).untilCaughtUp(), ['b0'])
    }),
  },
  {
    name: 'events appended while the feed waits are given, and CaughtUp is said again',
    run: onScene(async ({ start, write, follow }) => {
      const reader = follow(start)
      expectLabels(await reader.untilCaughtUp(), [])
      for (const round of upTo(5)) {
        const waiting = reader.next()
        await write('a', `${round} first`, `${round} second`)
        const message = await waiting
        deepStrictEqual(message?._tag === 'Event' ? labelOf(message.event) : message, `${round} first`)
        expectLabels(await reader.untilCaughtUp(), [`${round} second`])
      }
    }),
  },
  {
    name: 'events appended while the reader is busy with earlier ones are given once, in order',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0')
      const reader = follow(start)
      const given = []
      for (const round of upTo(20)) {
        given.push(...(await reader.events(1)))
        await write('a', `a${round + 1}`)
      }
      given.push(...(await reader.events(1)))
      expectLabels(
        given,
        upTo(21).map((round) => `a${round}`),
      )
    }),
  },
  {
    name: 'a feed does not run ahead of a slow reader without bound, and the reader misses nothing',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0')
      const reader = follow(start)
      await reader.events(1)
      // A feed that runs ahead is caught up, and says so, after each of these; one that is pulled is so once, at the end.
      for (const round of upTo(200)) await write('a', `a${round + 1}`)
      const before = reader.messages.length
      expectLabels(
        await reader.events(200),
        upTo(200).map((round) => `a${round + 1}`),
      )
      const stale = reader.messages.findLastIndex(({ _tag }) => _tag === 'CaughtUp')
      ok(
        stale < before + READ_AHEAD,
        `said CaughtUp ${reader.messages.length - stale} messages before the end`,
      )
    }),
  },
]
