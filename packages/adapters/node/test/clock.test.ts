import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../src/index.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a sleep', () => {
  it.each([1, 250, 40 * 24 * 60 * 60 * 1000])('of %i ms ends then and not before', async (milliseconds) => {
    let isOver = false
    void systemClock.sleep(milliseconds).then(() => {
      isOver = true
    })
    await vi.advanceTimersByTimeAsync(milliseconds - 1)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(isOver).toBe(true)
  })

  it.each([0, -5, Number.NaN])('of %d ms is over at once', async (milliseconds) => {
    await systemClock.sleep(milliseconds)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a sleep with a signal', () => {
  it.each(['ends by itself', 'is aborted'])('that %s leaves no timer and no listener', async (end) => {
    const controller = new AbortController()
    const sleeping = systemClock.sleep(1_000, controller.signal)
    if (end === 'is aborted') controller.abort()
    else await vi.advanceTimersByTimeAsync(1_000)
    await sleeping
    expect([vi.getTimerCount(), getEventListeners(controller.signal, 'abort')]).toEqual([0, []])
  })
})

describe('now', () => {
  it('is the time since 1970 in milliseconds', () => {
    vi.setSystemTime(new Date('2026-03-03T09:30:00.000Z'))
    expect(systemClock.now()).toBe(Date.parse('2026-03-03T09:30:00.000Z'))
  })
})
