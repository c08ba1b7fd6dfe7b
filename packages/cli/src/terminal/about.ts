import { readFileSync } from 'node:fs'

/** The version of this package; its manifest lies beside `src` and beside `dist` alike. */
export const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? `${manifest.version}`
    : '0'
}
