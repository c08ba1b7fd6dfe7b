import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import { type Action, arbitraryAction, sending } from '../support/actions.js'
import { trial } from '../support/trial.js'
import type { NaivePool } from './naive-pool.js'
import { agree, learn, onModelOf, type Real, saidBy } from './real.js'

type Command = fc.AsyncCommand<NaivePool, Real>

class Act implements Command {
  private readonly action: Action
  private readonly hasId: boolean

  constructor(action: Action, hasId: boolean) {
    this.action = action
    this.hasId = hasId
  }

  check = (): boolean => true

  async run(model: NaivePool, real: Real): Promise<void> {
    const commandId = `id-${real.sent.length}`
    const [send, onModel] = [sending(this.action, real), onModelOf(this.action, real)]
    const before = (await real.world.recorded()).length
    const reply = await send(real.ledger, this.hasId ? commandId : undefined)
    expect(saidBy(reply)).toBe(onModel(model))
    const isRecorded = (await real.world.recorded()).length > before
    if (this.hasId) real.sent.push({ send, onModel, commandId, reply, isRecorded })
    await learn(real)
    await agree(model, real)
  }

  toString = (): string => `${JSON.stringify(this.action)}${this.hasId ? ' with an id' : ''}`
}

/** Sends an earlier command again. If it was recorded it changes nothing; else it is a command like any other. */
class Again implements Command {
  private readonly index: number

  constructor(index: number) {
    this.index = index
  }

  check = (): boolean => true

  async run(model: NaivePool, real: Real): Promise<void> {
    const earlier = real.sent[this.index % Math.max(1, real.sent.length)]
    if (!earlier?.isRecorded) return
    const before = (await real.world.recorded()).length
    const reply = await earlier.send(real.ledger, earlier.commandId)
    expect(saidBy(reply)).toBe(saidBy(earlier.reply))
    expect(E.isRight(reply) && reply.right.revision).toBe(
      E.isRight(earlier.reply) && earlier.reply.right.revision,
    )
    expect((await real.world.recorded()).length).toBe(before)
    await agree(model, real)
  }

  toString = (): string => `again(${this.index})`
}

class Wait implements Command {
  private readonly seconds: number

  constructor(seconds: number) {
    this.seconds = seconds
  }

  check = (): boolean => true

  async run(model: NaivePool, { world: { clock } }: Real): Promise<void> {
    model.now += this.seconds
    clock.set(clock.now() + this.seconds * 1000)
  }

  toString = (): string => `wait(${this.seconds} s)`
}

/** Another engine takes over, as after a restart of the process. */
class Restart implements Command {
  private static count = 0

  check = (): boolean => true

  async run(model: NaivePool, real: Real): Promise<void> {
    Restart.count += 1
    real.ledger = createSeatLedger(trial({}, real.world, `r${Restart.count}-`).platform)
    await agree(model, real)
  }

  toString = (): string => 'restart'
}

export const arbitraryCommands = (): fc.Arbitrary<Iterable<Command>> =>
  fc.commands(
    [
      fc.tuple(arbitraryAction(), fc.boolean()).map(([action, hasId]) => new Act(action, hasId)),
      fc.tuple(arbitraryAction(), fc.boolean()).map(([action, hasId]) => new Act(action, hasId)),
      fc.tuple(arbitraryAction(), fc.boolean()).map(([action, hasId]) => new Act(action, hasId)),
      fc.nat({ max: 20 }).map((index) => new Again(index)),
      fc.constantFrom(1, 600, 3_600, 86_399, 86_400).map((seconds) => new Wait(seconds)),
      fc.constant(new Restart()),
    ],
    { maxCommands: 30, size: 'max' },
  )
