/** Lets callers with the same key go one after another, in the order in which they came. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  async take<Value>(key: string, body: () => Promise<Value>): Promise<Value> {
    const before = this.last.get(key) ?? Promise.resolve()
    const turn = before.then(body, body)
    this.last.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key)
    }
  }
}
