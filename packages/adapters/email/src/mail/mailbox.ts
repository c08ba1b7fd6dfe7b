import { parseEmail } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import addressparser from 'nodemailer/lib/addressparser'
import { oneLine } from './one-line.js'

/** An address with the name that is shown with it. */
export interface Mailbox {
  /** Null for none. */
  readonly name: string | null
  readonly address: string
}

/** Reads `Acme <seats@acme.example>` or a bare address. A refusal completes the sentence "<field> …" and repeats nothing. */
export const parseMailbox = (text: string): E.Either<string, Mailbox> => {
  const [found, ...others] = addressparser(text, { flatten: true })
  if (found === undefined || others.length > 0) return E.left(ONE)
  const address = wireAddress(found.address)
  if (E.isLeft(address)) return E.left(ONE)
  const name = oneLine(found.name)
  return E.right({ name: name === '' ? null : name, address: address.right })
}

const ONE = 'must be one address, with or without a name: Acme <seats@acme.example>'

/**
 * An address as it goes over the wire: its local part as it was typed, its domain in punycode, as the ledger compares it.
 * Left says what is wrong with it, without the address.
 */
export const wireAddress = (address: string): E.Either<string, string> => {
  const email = parseEmail(address)
  if (E.isLeft(email)) return email
  const { typed, key } = email.right
  const normal = typed.normalize('NFC')
  return E.right(`${normal.slice(0, normal.lastIndexOf('@'))}${domainOf(key)}`)
}

/** The part of an address from its last @ on. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@'))

/** Whether the local part of an address needs SMTPUTF8 (RFC 6531): the domain never does. */
export const needsUtf8 = (address: string): boolean => /[^\x20-\x7e]/.test(address)
