import type { Position } from '../ports/event-store.js'
import type { CheckpointKeeper } from '../projections/checkpoint-keeper.js'

/** Saves how far a reactor has come: one save at a time, the next one with the position of then. */
export class Progress {
  private readonly checkpoints: CheckpointKeeper
  private readonly position: () => Position
  private wanted = false
  private saving: Promise<void> | undefined

  constructor(checkpoints: CheckpointKeeper, position: () => Position) {
    this.checkpoints = checkpoints
    this.position = position
  }

  /** Settles when a position no older than now's is saved, or could not be. */
  save(): Promise<void> {
    this.wanted = true
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined
    })
    return this.saving
  }

  private async saveAll(): Promise<void> {
    while (this.wanted) {
      this.wanted = false
      await this.checkpoints.save(this.position())
    }
  }
}
