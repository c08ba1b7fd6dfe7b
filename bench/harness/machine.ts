import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** What kind of machine measured, without its name. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  /** Versions of the packages that are compared, by name. */
  readonly versions: Readonly<Record<string, string>>
}

const COMPARED = [
  '@event-driven-io/emmett',
  '@castore/core',
  'tinybench',
  '@seat-ledger/core',
  '@seat-ledger/memory',
]

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  versions: Object.fromEntries(COMPARED.map((name) => [name, versionOf(name)])),
})

/** From the installed package itself; bench/node_modules, seen from bench/dist/harness. */
const versionOf = (name: string): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
  )
  return manifest.version
}
