import { parseArgs } from 'node:util'
import { EsdbTestServer } from './esdb-test-server.js'
import { FileJournal } from './store/journal.js'
import { Store } from './store/store.js'

/**
 * The test server in a process of its own. Prints one JSON line when it takes connections:
 * `{"connectionString":"esdb://…","port":2113,"pid":4711}`.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    'reset-one-append-in': { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})

const journal = values.data === undefined ? undefined : new FileJournal(values.data)
const store = new Store(journal === undefined ? {} : { journal: journal.write, restore: journal.commits() })
const server = await EsdbTestServer.start({ port: Number(values.port), store })

if (values['reset-one-append-in'] !== undefined) {
  server.faults.sometimes(
    { oneIn: Number(values['reset-one-append-in']), seed: Number(values.seed) },
    { on: 'append', at: 'before-commit', do: 'reset' },
    { on: 'append', at: 'after-commit', do: 'reset' },
  )
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void server.stop().then(() => {
      journal?.close()
    })
  })
}

// Last: who reads the line may send a signal at once.
process.stdout.write(
  `${JSON.stringify({ connectionString: server.connectionString, port: server.port, pid: process.pid })}\n`,
)
