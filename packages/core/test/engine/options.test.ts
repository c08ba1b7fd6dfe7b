import { describe, expect, it } from 'vitest'
import type { EngineOptions } from '../../src/engine/options.js'
import { createSeats } from '../../src/engine/seats.js'
import { at } from '../support/facts.js'
import { inPool, openTeam, trial } from '../support/trial.js'

describe('the options of an engine', () => {
  it('are checked when it starts, all faults at once', () => {
    const options = {
      expiresInSeconds: 59,
      resendAllowance: { limit: 21, windowSeconds: 0 },
      claimPolicy: 'anyone',
      releaseExpired: 'never',
      cachedSeats: 0,
      attempts: 101,
    }
    expect(() => createSeats(trial().platform, options as EngineOptions)).toThrow(
      new TypeError(
        'Engine options: expiresInSeconds must be a whole number from 60 to 31536000; resendAllowance.limit must be a whole number from 1 to 20; resendAllowance.windowSeconds must be a whole number from 1 to 31536000; claimPolicy must be one of token, email-match; releaseExpired must be one of on-command, when-full; cachedSeats must be a whole number from 1 to 1000000000; attempts must be a whole number from 1 to 100',
      ),
    )
  })

  it('an invitation lives a day unless the engine or the command says otherwise', async () => {
    const expiry = async (options: EngineOptions, more = {}) => {
      const seats = createSeats(trial().platform, options)
      await openTeam(seats, 1)
      const { seat } = await seats.assign(inPool({ email: 'ada@example.com', ...more }))
      return seat.status === 'pending' ? seat.invitation.expiresAt : undefined
    }
    expect([
      await expiry({}),
      await expiry({ expiresInSeconds: 3_600 }),
      await expiry({ expiresInSeconds: 3_600 }, { expiresInSeconds: 60 }),
    ]).toStrictEqual([at(86_400), at(3_600), at(60)])
  })
})
