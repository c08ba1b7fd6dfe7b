import * as E from 'fp-ts/lib/Either.js'
import type { BenefitAnswer, Benefits } from '../ports/benefits.js'
import type { Platform } from '../ports/platform.js'
import { LedgerStates } from '../reactors/ledger-states.js'
import { PATIENT_RETRIES, type Reaction, type Reactor } from '../reactors/reactor.js'
import type { LedgerRecord } from '../stored/record.js'
import { ask } from './ask.js'
import { OneAtATime } from './one-at-a-time.js'
import { standingOf } from './standing.js'

/** What the reactor works with. */
export interface BenefitsReactorOptions {
  readonly benefits: Benefits
  readonly platform: Platform
  readonly name: string
  readonly timeoutSeconds: number
}

/**
 * Grants on Claimed, revokes on Revoked. A seat is claimed once and revoked once, for ever, so a revoke is right however
 * late it comes, and a grant only while the seat is claimed: that is asked right before. A replay runs beside the order of
 * its pool; works of one seat take turns, so a grant under way is over before the revoke that follows it begins.
 */
export const benefitsReactor = (options: BenefitsReactorOptions): Reactor => {
  const states = new LedgerStates(options.platform.eventStore)
  const seats = new OneAtATime()
  return {
    name: options.name,
    retryAfterSeconds: PATIENT_RETRIES,
    handle: async (record, { signal }) => {
      const { event } = record
      if (event.type !== 'Claimed' && event.type !== 'Revoked') return DONE
      return seats.of(event.seatId, () => bringAbout({ ...record, event }, { ...options, states, signal }))
    },
  }
}

const DONE: Reaction = Object.freeze({ _tag: 'Done' })

type SeatRecord = LedgerRecord & {
  readonly event: Extract<LedgerRecord['event'], { readonly type: 'Claimed' | 'Revoked' }>
}

type Tools = BenefitsReactorOptions & { readonly states: LedgerStates; readonly signal: AbortSignal }

const bringAbout = async (record: SeatRecord, tools: Tools): Promise<Reaction> => {
  const ledger = await tools.states.now(record)
  if (E.isLeft(ledger)) return { _tag: 'Retry', detail: 'the ledger cannot be read' }
  const standing = standingOf(ledger.right, record.event.seatId)
  const isGrant = record.event.type === 'Claimed'
  if (standing === undefined || standing.granted !== isGrant) return DONE
  const { benefits, timeoutSeconds, signal } = tools
  const asking = { benefits, timeoutSeconds, signal, clock: tools.platform.clock }
  return reactionTo(await ask(isGrant ? 'grant' : 'revoke', standing.benefit, asking))
}

const reactionTo = (answer: BenefitAnswer): Reaction => {
  switch (answer._tag) {
    case 'Done':
      return DONE
    case 'TryLater':
      return { ...answer, _tag: 'Retry' }
    case 'Never':
      return { _tag: 'Park', detail: answer.detail }
  }
}
