import type { GroupConfig } from './settings.js'

interface StoredConfig extends Omit<GroupConfig, 'from'> {
  readonly from: string
}

const decodeFrom = (from: string): GroupConfig['from'] =>
  from === 'start' || from === 'end' ? from : BigInt(from)

export const encodeConfigs = (configs: readonly GroupConfig[]): Uint8Array => {
  const stored = configs.map((config): StoredConfig => ({ ...config, from: config.from.toString() }))
  return Buffer.from(JSON.stringify(stored), 'utf8')
}

export const decodeConfigs = (data: Uint8Array): readonly GroupConfig[] => {
  const stored: readonly StoredConfig[] = JSON.parse(Buffer.from(data).toString('utf8'))
  return stored.map((config) => ({ ...config, from: decodeFrom(config.from) }))
}
