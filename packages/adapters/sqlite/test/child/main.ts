/**
 * A process of its own for the tests, one mode each. It speaks by lines on its output, written at once, and reads
 * `go` from its input.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createSeatLedger } from '@seat-ledger/core'
import { openSqlitePlatform } from '../../src/index.js'
import { assignAll } from './assign-all.js'
import { invitationKeysOf } from './keys.js'
import { loadForEver } from './load-for-ever.js'
import { trickle } from './trickle.js'

const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

const [mode = '', file = '', name = '', count = '0'] = process.argv.slice(2)
const opened = await openSqlitePlatform({ file, invitationKeys: invitationKeysOf() })
if (opened._tag === 'Left') {
  say({ problem: opened.left._tag })
  process.exit(3)
}
const platform = opened.right
const ledger = createSeatLedger(platform)
say({ ready: true })
const input = createInterface({ input: process.stdin })
await new Promise<void>((resolve) => input.once('line', () => resolve()))
input.close()
if (mode === 'load') await loadForEver(platform, ledger, name, say)
if (mode === 'assign') await assignAll(ledger, name, Number(count), say)
if (mode === 'trickle') await trickle(platform, name, Number(count), say)
await ledger.close()
platform.close()
