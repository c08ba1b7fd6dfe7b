import type { Part } from '../harness/part.js'
import { expectSeats } from '../model/naive.js'
import { commandsOn, emailsOf, indexOf, workloadResult } from '../model/workload.js'

const POOL = 'pool-1'
const SEATS = 1_000

/** How many commands share an append, by the number of callers. */
export const groupCommit: Part = {
  name: 'group-commit',
  title: `Appends per command, one pool of ${SEATS} seats`,
  operation: 'command',
  scale: 'callers',
  unit: 'appends',
  sizes: [1, 8, 64, 256],
  baseline: 'engine',
  variants: [
    {
      name: 'engine',
      does: 'Calls of `append` during the workload on one pool, divided by its commands.',
      trial: async (callers) => {
        const { EngineWorld } = await import('../variants/engine.js')
        const { peopleOf, runWorkload } = await import('../variants/engine-workload.js')
        const expected = workloadResult(emailsOf(SEATS))
        return {
          kind: 'counted',
          measure: async () => {
            const world = new EngineWorld()
            await world.open(POOL, SEATS)
            const opened = world.appends
            await runWorkload(world, peopleOf(POOL, SEATS), callers)
            const lines = [...(await world.lines(POOL))].sort((a, b) => indexOf(a.email) - indexOf(b.email))
            expectSeats(lines, expected)
            return (world.appends - opened) / commandsOn(SEATS)
          },
        }
      },
    },
  ],
}
