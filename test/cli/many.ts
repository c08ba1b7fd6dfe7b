import { run } from '../../packages/cli/src/program.js'

/*
 * Runs several command lines of `seat-ledger` in one process, as starting one costs more than most commands do: each as
 * `main.ts` would, with a mark after what it said on either stream.
 */

const lines = JSON.parse(process.argv[2] ?? '[]') as readonly (readonly string[])[]
for (const line of lines) {
  const code = await run(line)
  process.stdout.write(`\0${code}\0`)
  process.stderr.write('\0')
}
