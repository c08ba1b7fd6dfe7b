/** A bell between a writer and one waiting reader. A ring that nobody waits for is remembered once. */
export class Wake {
  private rung = false
  private waiter: (() => void) | undefined

  readonly ring = (): void => {
    const waiter = this.waiter
    this.waiter = undefined
    if (waiter === undefined) this.rung = true
    else waiter()
  }

  async wait(): Promise<void> {
    if (this.rung) {
      this.rung = false
      return
    }
    await new Promise<void>((resolve) => {
      this.waiter = resolve
    })
  }
}
