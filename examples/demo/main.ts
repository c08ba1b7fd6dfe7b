import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { memoryPlatform } from '@seat-ledger/memory'
import { demoClock } from './demo-clock.js'
import { readTeam, TeamFileError } from './read-team.js'
import { tellStory } from './story.js'

const TEAM = fileURLToPath(new URL('../team.csv', import.meta.url))

/** `demo [team.csv]`: seats a team on the memory store. */
const main = async (): Promise<void> => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const team = await readTeam(positionals[0] ?? TEAM)
  const clock = demoClock('2026-03-02T09:00:00.000Z')
  await tellStory({ platform: memoryPlatform({ clock }), pass: clock.pass, poolId: 'sub_northwind' }, team)
}

main().catch((error: unknown) => {
  console.error(error instanceof TeamFileError ? error.message : error)
  process.exitCode = 1
})
