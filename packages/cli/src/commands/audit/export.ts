import { exportLines, readSigningKey } from '@seat-ledger/audit'
import { systemClock } from '@seat-ledger/node'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { counted } from '../../audit/counted.js'
import { workProgress } from '../../audit/progress.js'
import { orRefuse } from '../../audit/refusals.js'
import { organizationOf, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { writeWhole } from '../../audit/whole-file.js'
import { stopSignal } from '../../serve/stop-signal.js'
import { failed, wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'
import { readText } from '../../terminal/read-text.js'

interface ExportFlags extends SourceFlags {
  readonly signingKeyFile?: string
}

/** `seat-ledger audit export`. */
export const auditExportCommand = (): Command => {
  const command = new Command('export')
    .description('Write every event to a file that anybody can verify with the public key alone.')
    .argument('<file>', 'the file to write')
    .addOption(option('--organization <id>', 'only the ledgers of this organization'))
    .addOption(option('--signing-key-file <file>', 'Ed25519 private key in PEM that signs the end'))
  return withSource(command).addHelpText('after', AFTER).action(exportTo)
}

const AFTER = `
Make a key with: openssl genpkey -algorithm ed25519 -out key.pem
and its public half with: openssl pkey -in key.pem -pubout -out public.pem`

const exportTo = async (file: string, flags: ExportFlags): Promise<void> => {
  const key =
    flags.signingKeyFile === undefined
      ? undefined
      : readSigningKey(await readText(flags.signingKeyFile, 'The signing key'))
  if (key !== undefined && E.isLeft(key)) throw wrongInput(`--signing-key-file: ${key.left.detail}.`)
  const signed = key === undefined ? {} : { signingKey: key.right }
  const organizationId = flags.organization === undefined ? ('all' as const) : organizationOf(flags)
  const { signal, received } = stopSignal()
  void received.then(() => process.stderr.write('Stopping; again to stop at once.\n'))
  const progress = workProgress('exporting', undefined, 'events')
  let [lines, events, ledgers] = [0, 0, 0]
  async function* pieces(feed: Parameters<typeof exportLines>[0]['feed']): AsyncGenerator<string> {
    for await (const line of exportLines({ feed, organizationId, clock: systemClock, signal, ...signed })) {
      const text = orRefuse(line)
      yield `${text}\n`
      lines += 1
      if (EVENT.test(text)) events += 1
      if (HEAD.test(text)) ledgers += 1
      if (lines % 1_000 === 0) progress.advance(1_000)
    }
  }
  try {
    const isWritten = await withOpenSource(flags, ({ feed }) => writeWhole(file, pieces(feed), signal))
    if (!isWritten) throw failed('Stopped; no file was written.')
  } finally {
    progress.stop()
  }
  const what = `${counted(events, 'event')} of ${counted(ledgers, 'ledger')}`
  process.stderr.write(`Wrote ${file}: ${what}, ${key === undefined ? 'unsigned' : 'signed'}.\n`)
}

const EVENT = /^\{"n":\d+,"hash":/
const HEAD = /^\{"n":\d+,"head":/
