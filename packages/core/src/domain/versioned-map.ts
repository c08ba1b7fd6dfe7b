/**
 * An immutable map at the price of a mutable one.
 *
 * The newest version owns one native `Map`; each older version keeps only what undoes the step to the next one
 * (Baker's trick). So `set` and `get` on the newest version cost what the native map costs, whatever its size, and an
 * old version costs one small record for as long as somebody holds it. Reading an old version moves the native map
 * back to it, one step per version in between: cheap where versions die young, as they do here.
 */
export class VersionedMap<Key, Value> {
  /** The native map while this version owns it; else the version that it undoes a step of. */
  private source: Map<Key, Value> | VersionedMap<Key, Value>
  /** The step to undo: `key` had the value `before`. In three fields of its own, an old version takes 48 bytes. */
  private key: Key | undefined = undefined
  private before: Value | undefined = undefined

  private constructor(owned: Map<Key, Value>) {
    this.source = owned
  }

  /** A map without entries, of its own. */
  static empty<Key, Value>(): VersionedMap<Key, Value> {
    return new VersionedMap<Key, Value>(new Map())
  }

  /** The first version of a map that nobody else writes to from now on. */
  static owning<Key, Value>(map: Map<Key, Value>): VersionedMap<Key, Value> {
    return new VersionedMap(map)
  }

  /** How many keys this version has. */
  get size(): number {
    return this.native().size
  }

  /** The value of a key in this version. */
  get(key: Key): Value | undefined {
    return this.native().get(key)
  }

  /** Whether this version has the key. */
  has(key: Key): boolean {
    return this.native().has(key)
  }

  /** The values in the order in which their keys were first set. Copied, so that no later step disturbs the reader. */
  values(): Value[] {
    return [...this.native().values()]
  }

  /** The version after this one in which the key has this value; this one stays as it is. */
  set(key: Key, value: Value): VersionedMap<Key, Value> {
    return this.step(key, value, this.get(key))
  }

  /** `set`, from a caller who has just asked what `key` has: one look-up less. */
  replace(key: Key, before: Value | undefined, value: Value): VersionedMap<Key, Value> {
    return this.step(key, value, before)
  }

  /** The version after this one without the key; this one itself when it has none. */
  delete(key: Key): VersionedMap<Key, Value> {
    const before = this.get(key)
    return before === undefined ? this : this.step(key, undefined, before)
  }

  private step(key: Key, value: Value | undefined, before: Value | undefined): VersionedMap<Key, Value> {
    const map = this.native()
    const next = new VersionedMap(map)
    this.source = next
    this.key = key
    this.before = before
    put(map, key, value)
    return next
  }

  private native(): Map<Key, Value> {
    const { source } = this
    return source instanceof VersionedMap ? this.moveHere() : source
  }

  /** Turns the chain from here to the owner round: each version on it then undoes towards this one. */
  private moveHere(): Map<Key, Value> {
    const path: VersionedMap<Key, Value>[] = []
    let owner: VersionedMap<Key, Value> = this
    let { source } = owner
    while (source instanceof VersionedMap) {
      path.push(owner)
      owner = source
      source = owner.source
    }
    for (let version = path.pop(); version !== undefined; version = path.pop()) {
      const key = version.key as Key
      owner.source = version
      owner.key = key
      owner.before = source.get(key)
      put(source, key, version.before)
      version.source = source
      version.key = undefined
      version.before = undefined
      owner = version
    }
    return source
  }
}

const put = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void => {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
