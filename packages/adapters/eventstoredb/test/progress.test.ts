import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Progress } from '../src/feed/progress.js'

type Step = { readonly event: bigint } | { readonly checkpoint: bigint }

const step = fc.oneof(
  fc.record({ event: fc.bigInt(0n, 60n) }),
  fc.record({ checkpoint: fc.bigInt(0n, 2n ** 63n - 1n) }),
  fc.record({ checkpoint: fc.bigInt(0n, 60n) }),
)

const play = (steps: readonly Step[]) => {
  const progress = new Progress(-1n)
  const given: bigint[] = []
  const positions = [progress.position]
  for (const next of steps) {
    if ('event' in next) {
      if (progress.give(next.event)) given.push(next.event)
    } else progress.claim(next.checkpoint)
    positions.push(progress.position)
  }
  return { given, positions, progress }
}

describe("A reader's progress", () => {
  it('gives each event once and in order, whatever the server repeats and whatever its checkpoints claim', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { given } = play(steps)
        expect(given).toEqual([...new Set(given)].sort((a, b) => (a < b ? -1 : 1)))
        const events = steps.flatMap((next) => ('event' in next ? [next.event] : []))
        const rising = events.filter((event, index) =>
          events.slice(0, index).every((before) => before < event),
        )
        expect(given).toEqual(rising)
      }),
    )
  })

  it('never goes back', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { positions } = play(steps)
        expect(
          positions.every((position, index) => index === 0 || position >= (positions[index - 1] ?? 0n)),
        ).toBe(true)
      }),
    )
  })

  it('believes a checkpoint when the next one has come, and not before', () => {
    const { positions } = play([{ checkpoint: 10n }, { checkpoint: 20n }, { checkpoint: 30n }])
    expect(positions).toEqual([-1n, -1n, 10n, 20n])
  })

  it('does not believe a checkpoint that an event gives the lie, nor any after it', () => {
    const { positions } = play([
      { checkpoint: 90n },
      { event: 50n },
      { checkpoint: 95n },
      { checkpoint: 99n },
    ])
    expect(positions).toEqual([-1n, -1n, 50n, 50n, 50n])
  })

  it('retreats to the last event where a checkpoint led to a place that does not exist', () => {
    const { progress } = play([{ event: 5n }, { checkpoint: 10n }, { checkpoint: 20n }])
    expect(progress.position).toBe(10n)
    expect([progress.retreat(), progress.position, progress.retreat()]).toEqual([true, 5n, false])
  })
})
