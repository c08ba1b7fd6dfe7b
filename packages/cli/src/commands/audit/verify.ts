import { stat } from 'node:fs/promises'
import {
  type Finding,
  fileLines,
  type LedgerHead,
  readCheckpoint,
  readPublicKey,
  type Verdict,
  verifyExport,
  verifyLog,
} from '@seat-ledger/audit'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { counted } from '../../audit/counted.js'
import { workProgress } from '../../audit/progress.js'
import { orRefuse } from '../../audit/refusals.js'
import { organizationOf, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { failed, wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'
import { readText } from '../../terminal/read-text.js'

interface VerifyFlags extends SourceFlags {
  readonly publicKeyFile?: string
  readonly checkpoint?: string
  readonly allowUnsealed?: true
  readonly json?: true
}

type PublicKey = Parameters<typeof readCheckpoint>[1]

/** `seat-ledger audit verify`. */
export const auditVerifyCommand = (): Command => {
  const command = new Command('verify')
    .description(
      'Prove that nothing was changed, removed, inserted, moved or cut off; else name the first that was.',
    )
    .addOption(
      option(
        '--organization <id>',
        'only the ledgers of this organization: of a store, and of the checkpoint',
      ),
    )
    .addOption(
      option('--public-key-file <file>', 'Ed25519 public key in PEM; an export must be signed by it'),
    )
    .option('--checkpoint <file>', 'a checkpoint that was kept elsewhere; needs --public-key-file')
    .option('--allow-unsealed', 'ledgers may begin with events from before they were chains')
    .option('--json', 'print the verdict as JSON')
  return withSource(command)
    .addHelpText('after', '\nExit codes: 0 all is as it was, 1 it is not, 2 wrong flags or input.')
    .action(verify)
}

const verify = async (flags: VerifyFlags): Promise<void> => {
  const publicKey = await publicKeyOf(flags)
  const heads = await headsOf(flags, publicKey)
  const allowUnsealed = flags.allowUnsealed === true
  const options = {
    allowUnsealed,
    ...(publicKey !== undefined && { publicKey }),
    ...(flags.organization !== undefined && { organizationId: organizationOf(flags) }),
    ...(heads !== undefined && { checkpoint: heads }),
  }
  const verdict =
    flags.export === undefined ? await ofStore(flags, options) : await ofExport(flags.export, options)
  if (flags.json === true) process.stdout.write(`${JSON.stringify(verdict)}\n`)
  else process.stdout.write(`${summary(verdict, heads !== undefined)}\n`)
  if (verdict.finding !== null) throw failed(inWords(verdict.finding))
}

const ofExport = async (file: string, options: Parameters<typeof verifyExport>[1]): Promise<Verdict> => {
  const { size } = await stat(file).catch(() => {
    throw wrongInput(`The export ${file} cannot be read.`)
  })
  const progress = workProgress('verifying', size, 'bytes')
  try {
    return await verifyExport(fileLines(file, progress.advance), options)
  } finally {
    progress.stop()
  }
}

const ofStore = async (
  flags: VerifyFlags,
  options: NonNullable<Parameters<typeof verifyExport>[1]>,
): Promise<Verdict> => {
  const organizationId = flags.organization === undefined ? ('all' as const) : organizationOf(flags)
  const progress = workProgress('verifying', undefined, 'events')
  let count = 0
  const onEvent = (): void => {
    count += 1
    if (count % 1_000 === 0) progress.advance(1_000)
  }
  const { allowUnsealed, checkpoint } = options
  const more = {
    ...(allowUnsealed !== undefined && { allowUnsealed }),
    ...(checkpoint !== undefined && { checkpoint }),
  }
  try {
    return await withOpenSource(flags, async ({ feed }) =>
      orRefuse(await verifyLog({ feed, organizationId, ...more }, onEvent)),
    )
  } finally {
    progress.stop()
  }
}

const publicKeyOf = async ({ publicKeyFile }: VerifyFlags): Promise<PublicKey | undefined> => {
  if (publicKeyFile === undefined) return undefined
  const key = readPublicKey(await readText(publicKeyFile, 'The public key'))
  if (E.isLeft(key)) throw wrongInput(`--public-key-file: ${key.left.detail}.`)
  return key.right
}

const headsOf = async (
  { checkpoint }: VerifyFlags,
  key: PublicKey | undefined,
): Promise<readonly LedgerHead[] | undefined> => {
  if (checkpoint === undefined) return undefined
  if (key === undefined) throw wrongInput('A checkpoint is worth its signature: give --public-key-file too.')
  const heads = readCheckpoint(await readText(checkpoint, 'The checkpoint'), key)
  if (E.isLeft(heads)) throw failed(`The checkpoint itself is broken: ${inWords(heads.left)}`)
  return heads.right
}

const summary = ({ events, ledgers, unsealed, signed, finding }: Verdict, hasCheckpoint: boolean): string => {
  const what = `${counted(events, 'event')} of ${counted(ledgers, 'ledger')}`
  if (finding !== null) return `Broken after ${what}.`
  const vouched = signed
    ? ', signed by this key'
    : hasCheckpoint
      ? ', as the signed checkpoint says'
      : ', no signature was checked'
  const seals = unsealed === 0 ? '' : `, ${unsealed} of them from before the seals`
  return `Whole: ${what}${seals}${vouched}.`
}

const inWords = ({ kind, line, stream, revision, detail }: Finding): string => {
  const place = [
    line === null ? '' : ` line ${line + 1} (n ${line})`,
    stream === null ? '' : ` ${stream}`,
    revision === null ? '' : ` revision ${revision}`,
  ].join('')
  return `${kind} at${place === '' ? ' the end' : place}: ${detail}.`
}
