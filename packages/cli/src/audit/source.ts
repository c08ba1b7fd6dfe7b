import { readExport } from '@seat-ledger/audit'
import { type EventStore, type Feed, OrganizationId, type ReadFailure } from '@seat-ledger/core'
import { randomInvitationKeys, systemClock } from '@seat-ledger/node'
import type { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { STORE_FORMS, storeKindOf } from '../stores/registry.js'
import { failed, type Refused, wrongInput } from '../terminal/exit.js'
import { option } from '../terminal/option.js'

/** Where an audit reads from, as flags say it. */
export interface SourceFlags {
  readonly export?: string
  readonly store?: string
  readonly data: string
  readonly organization?: string
}

/** What an audit reads from. */
export interface Source {
  readonly eventStore: EventStore
  readonly feed: Feed
}

/** Adds the flags that say where to read from. */
export const withSource = (command: Command): Command =>
  command
    .optionsGroup('Where it reads from, one of the two:')
    .option('--export <file>', 'an export that `audit export` made')
    .addOption(option('--store <store>', STORE_FORMS))
    .addOption(option('--data <folder>', 'where stores keep their files').default('.seat-ledger/'))
    .optionsGroup('Options:')

/** Opens what the flags name, for as long as `use` takes. */
export const withOpenSource = async <A>(
  flags: SourceFlags,
  use: (source: Source) => Promise<A>,
): Promise<A> => {
  if (flags.export !== undefined) return use(orRefuse(await readExport(flags.export)))
  if (flags.store === undefined) throw wrongInput('Give --export FILE or --store STORE.')
  // Nothing here makes or reads a token, so any key does.
  const world = { clock: systemClock, invitationKeys: randomInvitationKeys(), dataDirectory: flags.data }
  const store = await storeKindOf(flags.store).open(flags.store, world)
  try {
    return await use(store.platform)
  } finally {
    await store.close()
  }
}

/** The organization that the flags name. */
export const organizationOf = ({ organization }: SourceFlags): OrganizationId => {
  if (OrganizationId.is(organization)) return organization
  throw wrongInput('Give --organization ID: 1 to 64 characters of A-Z, a-z, 0-9, _ and -.')
}

/** What was read, or the end of the command. */
export const orRefuse = <A>(result: E.Either<ReadFailure | { readonly _tag: keyof typeof WORDS }, A>): A => {
  if (E.isRight(result)) return result.right
  throw inWords(result.left)
}

const WORDS = {
  LedgerNotFound: 'There is no pool of this id in this organization.',
  BadPeriod: '--from must lie before --to, and there may be at most 10,000 periods in between.',
  BadAuditPage: 'The page cannot be read.',
} as const

const inWords = (failure: ReadFailure | { readonly _tag: keyof typeof WORDS }): Refused => {
  if (!('detail' in failure))
    return failure._tag === 'BadPeriod' ? wrongInput(WORDS.BadPeriod) : failed(WORDS[failure._tag])
  const reason = failure.cause instanceof Error ? `: ${failure.cause.message}` : ''
  return failed(`${failure.detail}${reason}.`)
}
