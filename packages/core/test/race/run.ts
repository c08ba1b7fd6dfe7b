import {
  type AppendFault,
  arbitraryAppendFaults,
  arbitraryReadFaults,
  type ReadFault,
} from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import { createSeatLedger, type SeatLedger } from '../../src/engine/seat-ledger.js'
import { invitationToken } from '../../src/invitation/token.js'
import type { RecordedEvent } from '../../src/ports/event-store.js'
import {
  type Action,
  arbitraryAction,
  type Known,
  personAt,
  type Reply,
  sending,
} from '../support/actions.js'
import { ORGANIZATION } from '../support/facts.js'
import { inPool, type Trial, teamInput, trial } from '../support/trial.js'
import { scheduledStore, type Weather } from './scheduled-store.js'

/** An action, and which engines it is sent to: the same command with the same id to both is a retry by another process. */
interface Order {
  readonly action: Action
  readonly engines: readonly (0 | 1)[]
}

/** Somebody who waits for an answer before they go on. */
type Client = readonly Order[]

interface Plan {
  readonly clients: readonly Client[]
  /** What befalls the calls of each engine. */
  readonly weather: readonly [Weather, Weather]
}

export interface Sent {
  readonly commandId: string
  readonly action: Action
  readonly reply: Reply
  /** How many events there were when it was sent, and when it was answered. */
  readonly during: readonly [number, number]
}

export interface Raced {
  readonly recorded: readonly RecordedEvent[]
  readonly sent: readonly Sent[]
  readonly world: Trial
  readonly known: Known
}

const weather = (): fc.Arbitrary<Weather> =>
  fc.record({
    append: fc.oneof(
      arbitraryAppendFaults(6),
      // An answer that is lost, and then the store itself.
      fc.constant<AppendFault[]>(['lostAnswer', 'unavailable', 'unavailable', 'unavailable']),
    ),
    read: fc.oneof(fc.constant<readonly ReadFault[]>([]), arbitraryReadFaults(3)),
  })

const order = (): fc.Arbitrary<Order> =>
  fc.record({
    action: arbitraryAction(),
    engines: fc.constantFrom<readonly (0 | 1)[]>([0], [1], [0], [1], [0, 1], [1, 1]),
  })

const client = (): fc.Arbitrary<Client> => fc.array(order(), { minLength: 1, maxLength: 4, size: 'max' })

export const arbitraryPlan = (): fc.Arbitrary<Plan> =>
  fc.record({
    clients: fc.array(client(), { minLength: 2, maxLength: 3, size: 'max' }),
    weather: fc.tuple(weather(), weather()),
  })

/** A pool of four seats, three of them pending, whose ids and tokens (also the next ones) everybody knows. */
const prepared = async (): Promise<{ readonly world: Trial; readonly known: Known }> => {
  const world = trial({}, undefined, 'setup-')
  const { invitationKeys } = world.platform
  const ledger = createSeatLedger(world.platform)
  assert(E.isRight(await ledger.openPool(teamInput(4))()))
  const seatIds: string[] = []
  const tokens: string[] = []
  for (const index of [0, 1, 2]) {
    const answer = await ledger.assign(inPool({ email: personAt(index) }))()
    assert(E.isRight(answer))
    const seatId = answer.right.seat.id
    seatIds.push(seatId)
    for (const number of [1, 2]) {
      tokens.push(invitationToken(invitationKeys, { organizationId: ORGANIZATION, seatId, number }))
    }
  }
  return { world, known: { seatIds, tokens } }
}

/** Lets all clients loose on two engines; what comes when, the scheduler says. */
export const race = async (scheduler: fc.Scheduler, { clients, weather: storms }: Plan): Promise<Raced> => {
  const { world, known } = await prepared()
  const engines = storms.map((storm, index): SeatLedger => {
    const { platform } = trial({}, world, `e${index}-`)
    const eventStore = scheduledStore(world.store, storm, scheduler)
    return createSeatLedger({ ...platform, eventStore }, { attempts: 3 })
  })
  const sent: Sent[] = []
  const trySend = async ({ action }: Order, commandId: string, target: 0 | 1): Promise<void> => {
    const engine = engines[target]
    assert(engine !== undefined)
    await scheduler.schedule(Promise.resolve(), `${commandId} to engine ${target}`)
    const from = (await world.recorded()).length
    const reply = await sending(action, known)(engine, commandId)
    sent.push({ commandId, action, reply, during: [from, (await world.recorded()).length] })
  }
  const serve = async (orders: Client, who: number): Promise<void> => {
    for (const [index, one] of orders.entries()) {
      await Promise.all(one.engines.map((target) => trySend(one, `id-${who}-${index}`, target)))
    }
  }
  await scheduler.waitFor(Promise.all(clients.map(serve)))
  return { recorded: await world.recorded(), sent, world, known }
}
