/** Records that the lanes of one reactor keep in memory, all together. Beyond it they are read again from the store. */
export class Shelf {
  private free: number

  constructor(size: number) {
    this.free = size
  }

  /** Takes one place; false when there is none. */
  take(): boolean {
    if (this.free === 0) return false
    this.free -= 1
    return true
  }

  giveBack(places: number): void {
    this.free += places
  }
}
