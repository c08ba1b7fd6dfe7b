import type { Filter } from '../store/filter.js'

export type Strategy = 'RoundRobin' | 'DispatchToSingle' | 'Pinned'

/** How a group of a persistent subscription was created. Times are in milliseconds. */
export interface GroupSettings {
  readonly resolveLinks: boolean
  readonly extraStatistics: boolean
  readonly messageTimeout: number
  readonly maxRetryCount: number
  readonly checkpointAfter: number
  readonly minCheckpointCount: number
  readonly maxCheckpointCount: number
  /** 0 is unlimited. */
  readonly maxSubscriberCount: number
  readonly liveBufferSize: number
  readonly readBatchSize: number
  readonly historyBufferSize: number
  readonly strategy: Strategy
}

/** The group and what it reads: from a revision of a stream or a position of `$all`, that one included. */
export interface GroupConfig {
  readonly source: string
  readonly group: string
  readonly from: 'start' | 'end' | bigint
  readonly filter?: Filter
  readonly settings: GroupSettings
}

export const sourceOfAll = '$all'

export const streamsOf = ({ source, group }: Pick<GroupConfig, 'source' | 'group'>) => ({
  checkpoint: `$persistentsubscription-${source}::${group}-checkpoint`,
  parked: `$persistentsubscription-${source}::${group}-parked`,
})
