import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { SeatAnswer } from '../../src/engine/answers.js'
import type { SeatLedger } from '../../src/engine/seat-ledger.js'
import type { Action, Reply, Send } from '../support/actions.js'
import type { Trial } from '../support/trial.js'
import type { NaivePool, NaiveSeat } from './naive-pool.js'

/** What was sent before, and can be sent again with the same command id. */
interface Sent {
  readonly send: Send
  readonly onModel: (model: NaivePool) => string
  readonly commandId: string
  readonly reply: Reply
  readonly isRecorded: boolean
}

/** The engine, and what its host has seen: seats in the order of the model's, and every token there ever was. */
export interface Real {
  readonly world: Trial
  ledger: SeatLedger
  readonly seatIds: string[]
  readonly tokens: string[]
  readonly sent: Sent[]
}

export const saidBy = (reply: Reply): string => {
  if (E.isLeft(reply)) return reply.left._tag
  if (!('rows' in reply.right) || !Array.isArray(reply.right.rows)) return 'done'
  return reply.right.rows.map((row) => ('rejection' in row ? row.rejection._tag : 'done')).join()
}

/** What a token says that it is for, genuine or not. */
export const seatOfToken = (token: string): { readonly id: string; readonly number: number } => {
  const [, , pool, unique, number] = token.split('.')
  return { id: `${pool}.${unique}`, number: Number(number) }
}

/** The same on the model; what is picked is picked before, as it must be the same when it is sent again. */
export const onModelOf = (action: Action, { seatIds, tokens }: Real): ((model: NaivePool) => string) => {
  const seats = seatIds.length
  const pick = (index: number) => index % (seats + 1)
  switch (action.type) {
    case 'assign':
      return (model) => (action.isAtOnce ? model.assign(action.who, 0) : model.assign(action.who))
    case 'bulk':
      return (model) => model.bulk(action.who, action.mode === 'atomic')
    case 'resend':
      return (model) => model.resend(at(model, pick(action.seat), seats))
    case 'revoke':
      return (model) => model.revoke(at(model, pick(action.seat), seats))
    case 'reassign':
      return (model) => model.reassign(at(model, pick(action.seat), seats), action.who)
    case 'claim': {
      const token = tokens[action.token % (tokens.length + 1)]
      if (token === undefined) return (model) => model.claim(undefined, 1, action.customer)
      const { id, number } = seatOfToken(token)
      return (model) => model.claim(model.seats[seatIds.indexOf(id)], number, action.customer)
    }
    case 'release':
      return (model) => model.release()
    case 'capacity':
      return (model) => model.resize(action.capacity)
    case 'close':
      return (model) => model.close()
  }
}

const at = (model: NaivePool, index: number, seats: number): NaiveSeat | undefined =>
  index < seats ? model.seats[index] : undefined

/** New seats and tokens, in the order in which they came into being. */
export const learn = async (real: Real): Promise<void> => {
  for (const { type, data } of await real.world.recorded()) {
    const { seatId } = data as { readonly seatId?: string }
    if (type === 'Assigned' && seatId !== undefined && !real.seatIds.includes(seatId))
      real.seatIds.push(seatId)
  }
  for (const seatId of real.seatIds) {
    const answer = await real.ledger.seat({ organizationId: 'acme', seatId })()
    const token =
      E.isRight(answer) && answer.right instanceof SeatAnswer ? answer.right.invitationToken : null
    if (token !== null && !real.tokens.includes(token)) real.tokens.push(token)
  }
}

/** The whole of what can be seen of the pool, on both sides. */
export const agree = async (model: NaivePool, { ledger, seatIds }: Real): Promise<void> => {
  const pool = await ledger.pool({ organizationId: 'acme', poolId: 'team' })()
  const live = model.seats.filter(({ status }) => status !== 'revoked').length
  expect(pool).toMatchObject(
    E.right({
      live,
      available: model.isClosed ? 0 : model.capacity - live,
      pool: { capacity: model.capacity },
    }),
  )
  expect(seatIds.length).toBe(model.seats.length)
  const seats = await Promise.all(seatIds.map((seatId) => ledger.seat({ organizationId: 'acme', seatId })()))
  const seen = seats.map((answer) => {
    if (E.isLeft(answer)) return answer.left._tag
    const { seat } = answer.right
    const email = Number(/\d+/.exec(seat.email.typed)?.[0])
    return seat.status === 'pending'
      ? { email, status: seat.status, number: seat.invitation.number }
      : {
          email,
          status: seat.status,
          ...(seat.status === 'claimed' && { holder: Number(seat.holder.customerId.slice(4)) }),
        }
  })
  const expected = model.seats.map(({ email, status, number, holder }) => ({
    email,
    status,
    ...(status === 'pending' && { number }),
    ...(status === 'claimed' && { holder }),
  }))
  expect(seen).toStrictEqual(expected)
}
