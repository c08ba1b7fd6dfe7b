import { given } from '@seat-ledger/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decide } from '../../src/domain/decide.js'
import { assigned, claimed, DAY, opened } from '../support/facts.js'
import { fold } from '../support/fold.js'
import {
  assign,
  claim,
  closePool,
  openPool,
  reassign,
  releaseExpired,
  resend,
  revoke,
} from '../support/orders.js'

const forbidden = (name: string) => () => {
  throw new Error(`deciding used ${name}`)
}

describe('rule 9: time, ids and the actor arrive in the command', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2099-01-01T00:00:00.000Z') })
    vi.spyOn(Date, 'now').mockImplementation(forbidden('the clock'))
    vi.spyOn(Math, 'random').mockImplementation(forbidden('a random source'))
    vi.spyOn(crypto, 'getRandomValues').mockImplementation(forbidden('a random source'))
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('no decision and no fold looks at a clock or a random source', () => {
    const ledger = fold([opened(3), assigned('ada', 1), assigned('bob', 1)])
    const commands = [
      openPool(3),
      assign('cyd', 2),
      resend('ada', 3),
      claim('ada', 4),
      reassign('ada', 'dan', 5),
      releaseExpired(6),
      revoke('bob', 7),
      closePool(8),
    ]
    expect(commands.map((command) => decide(command, ledger)._tag)).toStrictEqual(commands.map(() => 'Right'))
  })

  it('an invitation expires by the time in the command, whatever the year is', () => {
    given(opened(1), assigned('ada', 1)).when(claim('ada', DAY)).then(claimed('ada', DAY))
  })

  it('a command of the past is decided as of its own time', () => {
    given(opened(2), assigned('ada', 100)).when(assign('bob', 50)).then(assigned('bob', 50))
  })
})
