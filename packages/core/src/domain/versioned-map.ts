/**
 * An immutable map at the price of a mutable one.
 *
 * The newest version owns one native `Map`; each older version keeps only what undoes the step to the next one
 * (Baker's trick). So `set` and `get` on the newest version cost what the native map costs, whatever its size, and an
 * old version costs one small record for as long as somebody holds it. Reading an old version moves the native map
 * back to it, one step per version in between: cheap where versions die young, as they do here.
 */
export class VersionedMap<Key, Value> {
  private owned: Map<Key, Value> | undefined
  private undo:
    | { readonly key: Key; readonly value: Value | undefined; readonly next: VersionedMap<Key, Value> }
    | undefined

  private constructor(owned: Map<Key, Value>) {
    this.owned = owned
  }

  static empty<Key, Value>(): VersionedMap<Key, Value> {
    return new VersionedMap<Key, Value>(new Map())
  }

  /** The first version of a map that nobody else writes to from now on. */
  static owning<Key, Value>(map: Map<Key, Value>): VersionedMap<Key, Value> {
    return new VersionedMap(map)
  }

  get size(): number {
    return this.native().size
  }

  get(key: Key): Value | undefined {
    return this.native().get(key)
  }

  has(key: Key): boolean {
    return this.native().has(key)
  }

  /** The values in the order in which their keys were first set. Copied, so that no later step disturbs the reader. */
  values(): Value[] {
    return [...this.native().values()]
  }

  set(key: Key, value: Value): VersionedMap<Key, Value> {
    return this.step(key, value)
  }

  delete(key: Key): VersionedMap<Key, Value> {
    return this.has(key) ? this.step(key, undefined) : this
  }

  private step(key: Key, value: Value | undefined): VersionedMap<Key, Value> {
    const map = this.native()
    const next = new VersionedMap(map)
    this.undo = { key, value: map.get(key), next }
    this.owned = undefined
    put(map, key, value)
    return next
  }

  private native(): Map<Key, Value> {
    return this.owned ?? this.moveHere()
  }

  /** Turns the chain from here to the owner round: each version on it then undoes towards this one. */
  private moveHere(): Map<Key, Value> {
    const path: VersionedMap<Key, Value>[] = []
    let owner: VersionedMap<Key, Value> = this
    while (owner.undo !== undefined) {
      path.push(owner)
      owner = owner.undo.next
    }
    const map = owner.owned
    if (map === undefined) throw new Error('VersionedMap: no version owns the map')
    for (let version = path.pop(); version !== undefined; version = path.pop()) {
      const { key, value } = version.undo ?? unreachable()
      owner.undo = { key, value: map.get(key), next: version }
      owner.owned = undefined
      put(map, key, value)
      version.undo = undefined
      version.owned = map
      owner = version
    }
    return map
  }
}

const put = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void => {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

const unreachable = (): never => {
  throw new Error('VersionedMap: a version on the way to the owner has no undo record')
}
