import { setImmediate } from 'node:timers/promises'
import { type Feed, type FeedMessage, type FeedRange, type Position, START } from '@seat-ledger/core'
import type { MemoryLog } from './log.js'
import { recordedAt } from './recorded.js'

/** How many events a reader gets before timers and sockets have their turn. */
const BREATH = 1024

/** The feed on a log in memory. It pulls: nothing is held for a reader but the index of its next event. */
export const feedOn = (log: MemoryLog): Feed => ({ follow: (range) => follow(log, range) })

async function* follow(
  log: MemoryLog,
  { after, prefix, signal }: FeedRange,
): AsyncGenerator<FeedMessage, void, undefined> {
  let next = after < START ? 0 : Number(after) + 1
  while (!signal.aborted) {
    const event = recordedAt(log, next)
    if (event === undefined) {
      yield { _tag: 'CaughtUp', position: positionBefore(next) }
      if (next >= log.events.length) await nextAppend(log, signal)
      continue
    }
    next += 1
    if (event.stream.startsWith(prefix)) yield { _tag: 'Event', event }
    if (next % BREATH === 0) await setImmediate()
  }
}

const positionBefore = (index: number): Position => BigInt(index - 1)

/** Settles at the next append or when `signal` says so, and leaves no listener behind. */
const nextAppend = (log: MemoryLog, signal: FeedRange['signal']): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const settle = (): void => {
      log.waiting.delete(settle)
      signal.removeEventListener('abort', settle)
      resolve()
    }
    log.waiting.add(settle)
    signal.addEventListener('abort', settle, { once: true })
  })
