// `tsx --conditions=@seat-ledger/source bench/eventstoredb/commands.ts [commands] [rounds]`: commands per second through
// the engine against the bare client appending the same bytes, in one run, on the test server in a process of its own or
// on the server that ESDB_CONNECTION_STRING names.
import { spawnServer } from '@seat-ledger/esdb-server'
import { memoryPlatform } from '@seat-ledger/memory'
import { eventsOf } from '../model/engine-load.js'
import { inTurn, median, rate, ratio } from '../sqlite/lib/numbers.js'
import { appendBare } from './lib/bare.js'
import { assignOn } from './lib/load.js'

const [commands = 2_000, rounds = 5] = process.argv.slice(2).map(Number)
const ALONE = Math.ceil(commands / 4)

const named = process.env.ESDB_CONNECTION_STRING
const server = named === undefined ? await spawnServer() : undefined
const connectionString = named ?? server?.connectionString ?? ''
const events = await eventsOf(memoryPlatform(), commands)

const bare = (callers: number, streams: number, count = commands) =>
  appendBare(connectionString, events.slice(0, count), { callers, streams, appends: 'unary' })
const ours = (callers: number, pools: number, count = commands) =>
  assignOn(connectionString, { callers, pools, commands: count })

const figures = await inTurn(rounds, {
  bareOne: () => bare(1, 1, ALONE),
  oursOne: () => ours(1, 1, ALONE),
  bareHot16: () => bare(16, 1),
  oursHot16: () => ours(16, 1),
  bareHot64: () => bare(64, 1),
  oursHot64: () => ours(64, 1),
  bareMany16: () => bare(16, 16),
  oursMany16: () => ours(16, 16),
  bareMany64: () => bare(64, 64),
  oursMany64: () => ours(64, 64),
  batchMany64: () => appendBare(connectionString, events, { callers: 64, streams: 64, appends: 'batch' }),
})

type Figure = keyof typeof figures

const show = (what: string, name: Figure, ...against: readonly (readonly [string, Figure])[]): void => {
  const compared = against.map(
    ([words, other]) => `${ratio(figures[name], figures[other]).toFixed(2)} of ${words}`,
  )
  console.log(`${what.padEnd(38)} ${rate(median(figures[name])).padStart(9)}  ${compared.join(', ')}`)
}

const alone = ['the bare client one at a time', 'bareOne'] as const
console.log(
  `commands on EventStoreDB (${named === undefined ? 'test server, own process' : 'named by environment'}),`,
)
console.log(`medians of ${rounds} paired rounds of ${commands} (1 in flight: ${ALONE})`)
show('bare client, 1 in flight', 'bareOne')
show('engine, 1 in flight', 'oursOne', alone)
for (const count of ['16', '64'] as const) {
  show(`bare client, one stream, ${count} in flight`, `bareHot${count}`, alone)
  show(`engine, one pool, ${count} in flight`, `oursHot${count}`, alone, [
    'the bare client',
    `bareHot${count}`,
  ])
  show(`bare client, ${count} streams, ${count} in flight`, `bareMany${count}`, alone)
  show(`engine, ${count} pools, ${count} in flight`, `oursMany${count}`, [
    'the bare client',
    `bareMany${count}`,
  ])
}
show('bare client in batches, 64 streams', 'batchMany64', ['one call per append', 'bareMany64'])
await server?.kill()
