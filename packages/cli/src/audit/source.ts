import { readExport } from '@seat-ledger/audit'
import { OrganizationId } from '@seat-ledger/core'
import type { Command } from 'commander'
import { type TokenFlags, tokenOf } from '../api/token.js'
import { LASTING_STORE_FORMS, storeKindOf } from '../stores/registry.js'
import { wrongInput } from '../terminal/exit.js'
import { option } from '../terminal/option.js'
import { webAddress } from '../terminal/values.js'
import type { AuditAnswers } from './answers.js'
import { localAnswers, type Source } from './local-answers.js'
import { orRefuse } from './refusals.js'
import { serverAnswers } from './server-answers.js'

/** Where an audit reads from, as flags say it. */
export interface SourceFlags {
  readonly export?: string
  readonly store?: string
  readonly data: string
  readonly organization?: string
}

/** The same, with a server as a third place. */
export interface AnswerFlags extends SourceFlags, TokenFlags {
  readonly server?: string
}

const PLACES = ['export', 'store', 'server'] as const

/** Adds the flags that say which log to read: all of it, from the place where it lies. */
export const withSource = (command: Command): Command =>
  withPlaces(command.optionsGroup('Where it reads from, one of the two:')).optionsGroup('Options:')

/** Adds the flags that say whom to ask: a log where it lies, or a server. */
export const withAnswerSource = (command: Command): Command =>
  withPlaces(command.optionsGroup('Where it reads from, one of the three:'))
    .addOption(option('--server <url>', 'a running server').argParser(webAddress))
    .addOption(option('--token-file <file>', 'file with a token that has the scope seat_audit:read'))
    .addOption(option('--token <token>', 'the token itself; other users of this machine can see flags'))
    .optionsGroup('Options:')
    .addOption(option('--organization <id>', 'whose pools; a server knows it by the token'))

const withPlaces = (command: Command): Command =>
  command
    .option('--export <file>', 'an export that `audit export` made')
    .addOption(option('--store <store>', LASTING_STORE_FORMS))
    .addOption(option('--data <folder>', 'where stores keep their files').default('.seat-ledger/'))
    .hook('preAction', (_, action) => onlyOnePlace(action))

/** A flag wins over a variable; two flags contradict each other. */
const onlyOnePlace = (command: Command): void => {
  const typed = PLACES.filter((place) => command.getOptionValueSource(place) === 'cli')
  if (typed.length > 1) throw wrongInput(`Give only one of --${typed.join(' and --')}.`)
  const [chosen] = typed
  if (chosen === undefined) return
  for (const place of PLACES) if (place !== chosen) command.setOptionValue(place, undefined)
}

/** Opens what the flags name, for as long as `use` takes. Nothing is written to it. */
export const withOpenSource = async <A>(
  flags: SourceFlags,
  use: (source: Source) => Promise<A>,
): Promise<A> => {
  if (flags.export !== undefined) {
    const source = orRefuse(await readExport(flags.export))
    if (!source.isWhole)
      process.stderr.write(`${flags.export} is cut off: what came after is missing in this answer.\n`)
    return use(source)
  }
  if (flags.store === undefined) throw wrongInput('Give --export FILE or --store STORE.')
  const store = await storeKindOf(flags.store).openForReading(flags.store, flags.data)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** Finds who answers, for as long as `use` takes. */
export const withAnswers = async <A>(
  flags: AnswerFlags,
  use: (answers: AuditAnswers) => Promise<A>,
): Promise<A> => {
  const { server, organization } = flags
  if (flags.export === undefined && flags.store === undefined && server === undefined)
    throw wrongInput('Give --export FILE, --store STORE or --server URL.')
  if (server === undefined || flags.export !== undefined || flags.store !== undefined) {
    const organizationId = organizationOf(flags)
    return withOpenSource(flags, (source) => use(localAnswers(source, organizationId)))
  }
  const token = await tokenOf(flags)
  return use(serverAnswers({ server, token, organization }))
}

/** The organization that the flags name. */
export const organizationOf = ({ organization }: SourceFlags): OrganizationId => {
  if (OrganizationId.is(organization)) return organization
  throw wrongInput('Give --organization ID: 1 to 64 characters of A-Z, a-z, 0-9, _ and -.')
}
