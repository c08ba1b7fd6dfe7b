import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { demoClock } from './demo-clock.js'
import { tellOfEffects } from './effects.js'
import { readTeam, TeamFileError } from './read-team.js'
import { openStore } from './stores.js'
import { tellStory } from './story.js'

const TEAM = fileURLToPath(new URL('../team.csv', import.meta.url))

/** `demo [--store memory|eventstoredb] [team.csv]`: seats a team on a store, in memory unless it is told otherwise. */
const main = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { store: { type: 'string', default: 'memory' } },
  })
  const team = await readTeam(positionals[0] ?? TEAM)
  const clock = demoClock('2026-03-02T09:00:00.000Z')
  const { platform, poolId, close } = await openStore(values.store, clock)
  try {
    const stage = { platform, pass: clock.pass, poolId }
    await tellStory(stage, team)
    await tellOfEffects(stage)
  } finally {
    await close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof TeamFileError ? error.message : error)
  process.exitCode = 1
})
