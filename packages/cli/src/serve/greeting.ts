import type picocolors from 'picocolors'
import { curlLines } from './curl-lines.js'
import type { Trial } from './trial.js'

/** What is said on stdout once the server listens. */
export interface GreetingFacts {
  readonly version: string
  readonly address: string
  readonly store: string
  /** Where the invitation key comes from; undefined when there is nothing to tell. */
  readonly keys: string | undefined
  /** How the clock is off; undefined for the true time. */
  readonly clock: string | undefined
  /** Where invitation mail goes out; undefined when none is sent. No password is in it. */
  readonly mail: string | undefined
  /** Undefined when no fresh tokens were asked for. */
  readonly trial: Trial | undefined
}

type Colours = ReturnType<typeof picocolors.createColors>

/** The greeting: the address, who you may be, and what to paste. */
export const greeting = (facts: GreetingFacts, colours: Colours): string => {
  const { address, trial, clock, keys, mail } = facts
  const row = (name: string, value: string): string => `  ${colours.dim(name.padEnd(19))} ${value}`
  const lines = [
    '',
    `  ${colours.bold('seat-ledger')} ${facts.version} listens on ${colours.cyan(address)}`,
    '',
    row('store', facts.store),
    ...(keys === undefined ? [] : [row('invitation key', keys)]),
    ...(clock === undefined ? [] : [row('clock', clock)]),
    ...(mail === undefined ? [] : [row('invitation mail', mail)]),
    ...(trial === undefined ? [] : trialRows(trial, row)),
    row('documentation', `${address}/docs`),
    '',
    ...(trial === undefined ? [] : pasteRows(address, trial, colours)),
    colours.dim('  Ctrl-C stops it; what was begun is finished first.'),
    '',
  ]
  return `${lines.join('\n')}\n`
}

const trialRows = (trial: Trial, row: (name: string, value: string) => string): readonly string[] => [
  row('organization', trial.organization.id),
  row('organization token', trial.organizationToken),
  row('customer', trial.customerId),
  row('customer session', trial.customerSession),
]

const pasteRows = (address: string, trial: Trial, colours: Colours): readonly string[] => [
  '  Try it: paste these, one after the other. Both tokens end with this process.',
  '',
  ...curlLines(address, trial).flatMap(({ says, line }) => [colours.dim(`# ${says}`), line, '']),
]
