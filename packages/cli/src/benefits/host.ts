import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Benefits, GrantedBenefits } from '@seat-ledger/core'
import { failed, wrongInput } from '../terminal/exit.js'

/** The port of a host, which its module exports by default. */
export type Host = Benefits & GrantedBenefits

const MEMBERS = ['grant', 'revoke', 'granted'] as const

/** Loads a host's module; says everything that is missing in it at once. */
export const loadHost = async (file: string): Promise<Host> => {
  const path = resolve(file)
  if (!existsSync(path)) throw wrongInput(`--host: there is no file ${file}.`)
  const host = defaultOf(await load(path, file))
  if (isHost(host)) return host
  const lacking = MEMBERS.filter((member) => !hasFunction(host, member))
  throw wrongInput(
    ...lacking.map((member) => `--host: the default export of ${file} has no function ${member}.`),
  )
}

const load = async (path: string, file: string): Promise<unknown> => {
  try {
    return await import(pathToFileURL(path).href)
  } catch (cause) {
    throw failed(`--host: ${file} cannot be loaded: ${cause instanceof Error ? cause.message : 'it threw'}.`)
  }
}

const defaultOf = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined

const isHost = (host: unknown): host is Host => MEMBERS.every((member) => hasFunction(host, member))

const hasFunction = (host: unknown, member: string): boolean =>
  typeof host === 'object' && host !== null && typeof Reflect.get(host, member) === 'function'
