import { deepStrictEqual, ok } from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import type { ContractCase } from './case.js'
import { expectLabels, type FeedUnderTest, onScene } from './feed.js'
import { upTo } from './streams.js'

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

/** How a feed ends, and that nothing is left behind. */
export const feedEndCases: readonly ContractCase<FeedUnderTest>[] = [
  {
    name: 'a feed whose signal was aborted before it began gives nothing',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0')
      deepStrictEqual(await follow(start, AbortSignal.abort()).next(), undefined)
    }),
  },
  {
    name: 'an abort between two messages ends the feed, though there is more to give',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0', 'a1', 'a2')
      const controller = new AbortController()
      const reader = follow(start, controller.signal)
      await reader.events(1)
      controller.abort()
      deepStrictEqual(await reader.next(), undefined)
      deepStrictEqual(await reader.next(), undefined)
    }),
  },
  {
    name: 'an abort while the feed waits ends it promptly and leaves no listener on the signal',
    run: onScene(async ({ start, follow }) => {
      const controller = new AbortController()
      const reader = follow(start, controller.signal)
      await reader.untilCaughtUp()
      const waiting = reader.next()
      controller.abort()
      deepStrictEqual(await waiting, undefined)
      deepStrictEqual(listenersOf(controller.signal), 0)
    }),
  },
  {
    name: 'a break leaves no listener on the signal, and the log can be written and followed again',
    run: onScene(async ({ start, write, follow }) => {
      await write('a', 'a0', 'a1')
      const { signal } = new AbortController()
      const early = follow(start, signal)
      await early.events(1)
      await early.close()
      deepStrictEqual(listenersOf(signal), 0)
      const late = follow(start, signal)
      await late.untilCaughtUp()
      await late.close()
      deepStrictEqual(listenersOf(signal), 0)
      await write('a', 'a2')
      expectLabels(await follow(start).untilCaughtUp(), ['a0', 'a1', 'a2'])
    }),
  },
  {
    name: 'a feed that has waited many times has no more listeners on the signal than one that waits once',
    run: onScene(async ({ start, write, follow }) => {
      const { signal } = new AbortController()
      const reader = follow(start, signal)
      await reader.untilCaughtUp()
      for (const round of upTo(30)) {
        const waiting = reader.next()
        await write('a', String(round))
        await waiting
        await reader.untilCaughtUp()
      }
      ok(listenersOf(signal) <= 3, `${listenersOf(signal)} listeners`)
    }),
  },
]
