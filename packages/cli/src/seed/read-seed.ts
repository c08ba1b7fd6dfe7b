import { describeFault, parse } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { wrongInput } from '../terminal/exit.js'
import { readText } from '../terminal/read-text.js'
import { SeedFile } from './codec.js'
import { crossCheck } from './cross-check.js'
import { jsonFault } from './json-fault.js'

/** Reads and checks a seed. Refuses with one line per fault, all of them; none holds a value, as a value may be a token. */
export const readSeed = async (path: string): Promise<SeedFile> => {
  const text = await readText(path, 'The seed')
  const seed = parse(SeedFile, await parsedJson(path, text))
  const faults = E.isLeft(seed) ? seed.left.faults.map(describeFault) : crossCheck(seed.right)
  if (E.isLeft(seed) || faults.length > 0) throw wrongInput(...faults.map((fault) => `${path}: ${fault}`))
  return seed.right
}

const parsedJson = async (path: string, text: string): Promise<unknown> => {
  try {
    return JSON.parse(text)
  } catch {
    throw wrongInput(`${path} is not JSON${await jsonFault(text)}.`)
  }
}
