/** Works of the same key one after another, in the order in which they came. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<void>>()

  async of<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(work)
    const over = mine.then(nothing, nothing)
    this.last.set(key, over)
    try {
      return await mine
    } finally {
      if (this.last.get(key) === over) this.last.delete(key)
    }
  }
}

const nothing = (): void => {}
