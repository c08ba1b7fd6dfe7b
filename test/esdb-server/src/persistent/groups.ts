import type { Store } from '../store/store.js'
import { systemEvent } from '../store/system-event.js'
import { decodeConfigs, encodeConfigs } from './config-codec.js'
import { Group } from './group.js'
import { type GroupConfig, streamsOf } from './settings.js'

const configStream = '$persistentSubscriptionConfig'

/** All groups. Their settings lie in the log, so that a restarted server has them, as the real one does. */
export class Groups {
  private readonly store: Store
  private readonly groups = new Map<string, Group>()
  private pushPlanned = false

  constructor(store: Store) {
    this.store = store
    this.load()
  }

  get all(): readonly Group[] {
    return [...this.groups.values()]
  }

  find(source: string, group: string): Group | undefined {
    return this.groups.get(key(source, group))
  }

  /** `false`: there is one of that name. */
  create(config: GroupConfig): boolean {
    if (this.find(config.source, config.group) !== undefined) return false
    this.open(config)
    this.save()
    return true
  }

  /** The clients of the group are dropped, and it goes on from its checkpoint. `false`: there is none. */
  update(config: GroupConfig): boolean {
    const group = this.find(config.source, config.group)
    if (group === undefined) return false
    group.dropAll()
    const { filter } = group.config
    this.open(filter === undefined ? config : { ...config, filter })
    this.save()
    return true
  }

  /** Its clients are dropped, its checkpoint and parked messages are gone. `false`: there is none. */
  delete(source: string, name: string): boolean {
    const group = this.find(source, name)
    if (group === undefined) return false
    this.groups.delete(key(source, name))
    group.dropAll()
    this.save()
    const streams = streamsOf(group.config)
    for (const stream of [streams.checkpoint, streams.parked]) this.store.softDelete(stream, 'any')
    return true
  }

  /** Clients are dropped, and every group goes on from its checkpoint. */
  restart(): void {
    for (const group of this.groups.values()) group.dropAll()
    this.load()
  }

  tick(): void {
    for (const group of this.groups.values()) group.tick()
  }

  /** To be called at every commit. Pushes a little later: pushing may park, and parking commits. */
  readonly schedulePush = (): void => {
    if (this.pushPlanned || this.groups.size === 0) return
    this.pushPlanned = true
    queueMicrotask(() => {
      this.pushPlanned = false
      for (const group of this.groups.values()) group.push()
    })
  }

  private load(): void {
    const newest = this.store.log.stream(configStream).at(-1)
    for (const config of newest === undefined ? [] : decodeConfigs(newest.data)) this.open(config)
  }

  private open(config: GroupConfig): void {
    this.groups.set(key(config.source, config.group), new Group(this.store, config))
  }

  private save(): void {
    const configs = encodeConfigs(this.all.map((group) => group.config))
    this.store.append(configStream, 'any', [systemEvent('$PersistentConfig', configs)])
  }
}

const key = (source: string, group: string): string => `${source}::${group}`
