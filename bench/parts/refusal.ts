import type { Part, Trial } from '../harness/part.js'
import { expectSeats } from '../model/naive.js'
import { emailsOf, workloadResult } from '../model/workload.js'

const POOL = 'pool-1'

/** A command that a rule refuses, through the whole engine; it reads the store before it dares to refuse. */
export const refusal: Part = {
  name: 'refusal',
  title: 'A refused command and an accepted one',
  operation: 'command',
  scale: 'seats',
  unit: 'ns',
  sizes: [1_000, 10_000],
  baseline: 'accepted',
  variants: [
    {
      name: 'accepted',
      does: 'Assignments into an empty pool, through the engine; tokens are not made.',
      trial: async (size) => assignments(size, 'accepted'),
    },
    {
      name: 'refused: address taken',
      does: 'The same assignments once more.',
      trial: async (size) => assignments(size, 'taken'),
    },
    {
      name: 'refused: pool full',
      does: 'Assignments of other people.',
      trial: async (size) => assignments(size, 'full'),
    },
  ],
}

const assignments = async (size: number, kind: 'accepted' | 'taken' | 'full'): Promise<Trial> => {
  const { assignInput, EngineWorld } = await import('../variants/engine.js')
  const emails = emailsOf(size)
  const expected = workloadResult(emails, 'assign')
  const inputs = (kind === 'full' ? emailsOf(size, 'other') : emails).map((email) => assignInput(POOL, email))
  const tag = { accepted: 'Right', taken: 'SeatAlreadyAssigned', full: 'SeatNotAvailable' }[kind]
  return {
    kind: 'timed',
    prepare: async () => {
      const world = new EngineWorld()
      await world.open(POOL, size)
      if (kind !== 'accepted') await world.fill(POOL, emails)
      let asExpected = 0
      return {
        operations: size,
        run: async () => {
          for (const input of inputs) {
            const answer = await world.ledger.assign(input)()
            if ((answer._tag === 'Right' ? answer._tag : answer.left._tag) === tag) asExpected += 1
          }
        },
        check: async () => {
          if (asExpected !== size) throw new Error(`${asExpected} of ${size} were ${tag}`)
          expectSeats(await world.lines(POOL), expected)
        },
      }
    },
  }
}
