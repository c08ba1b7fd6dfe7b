import { deepStrictEqual, ok } from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import type { Clock } from '@seat-ledger/core'
import type { ContractCase, Subject } from './case.js'

/** A clock to be tested. */
export interface ClockUnderTest extends Subject {
  readonly clock: Clock
  /** Lets time pass, for a clock that does not go by itself. */
  readonly advance?: (milliseconds: number) => Promise<void> | void
}

/** Longer than any runner lets a case take. */
const HOUR = 3_600_000

/** A timer may fire up to a millisecond before the clock has moved by as much. */
const TIMER_ERROR = 2

/** The rules of `Clock`. They sleep for some hundredths of a second. */
export const clockCases: readonly ContractCase<ClockUnderTest>[] = [
  {
    name: 'now is a time in milliseconds that a Date can show',
    run: async ({ clock }) => {
      const now = clock.now()
      ok(Number.isFinite(now) && now >= 0, `now is ${now}`)
      ok(!Number.isNaN(new Date(now).getTime()), `a Date cannot show ${now}`)
    },
  },
  {
    name: 'a sleep settles when its time has passed, and not before',
    run: async ({ clock, advance }) => {
      const start = clock.now()
      const sleeping = clock.sleep(30)
      await advance?.(30)
      await sleeping
      ok(clock.now() - start >= 30 - TIMER_ERROR, `woke after ${clock.now() - start} ms`)
    },
  },
  {
    name: 'a sleep of 0 settles',
    run: async ({ clock, advance }) => {
      const sleeping = clock.sleep(0)
      await advance?.(0)
      await sleeping
    },
  },
  {
    name: 'sleepers wake in the order of their times, not in that of their calls',
    run: async ({ clock, advance }) => {
      const woken: number[] = []
      const sleepers = [60, 20, 40].map(async (milliseconds) => {
        await clock.sleep(milliseconds)
        woken.push(milliseconds)
      })
      await advance?.(60)
      await Promise.all(sleepers)
      deepStrictEqual(woken, [20, 40, 60])
    },
  },
  {
    name: 'a sleep ends at once when its signal aborts, before it or during it, and does not reject',
    run: async ({ clock }) => {
      const start = clock.now()
      await clock.sleep(HOUR, AbortSignal.abort())
      const controller = new AbortController()
      const sleeping = clock.sleep(HOUR, controller.signal)
      controller.abort()
      await sleeping
      deepStrictEqual(getEventListeners(controller.signal, 'abort').length, 0)
      ok(clock.now() - start < HOUR, 'the sleep went on')
    },
  },
]
