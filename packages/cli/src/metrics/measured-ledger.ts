import type { Call, Position, SeatLedger } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Metrics } from './metrics.js'

/** The same engine, with its calls counted by result and timed. `onPosition` is told where each answer stands in the log. */
export const measuredLedger = (
  ledger: SeatLedger,
  metrics: Pick<Metrics, 'commands' | 'commandSeconds'>,
  onPosition: (position: Position) => void,
): SeatLedger => {
  const timed =
    <Input, Value>(command: string, call: Call<Input, Value>): Call<Input, Value> =>
    (input) =>
    async () => {
      const start = performance.now()
      const answer = await call(input)()
      metrics.commandSeconds.observe({ command }, (performance.now() - start) / 1_000)
      metrics.commands.inc({ command, result: E.isRight(answer) ? 'ok' : answer.left._tag })
      return answer
    }
  const standing =
    <Input, Value extends { readonly position: Position }>(call: Call<Input, Value>): Call<Input, Value> =>
    (input) =>
    async () => {
      const answer = await call(input)()
      if (E.isRight(answer)) onPosition(answer.right.position)
      return answer
    }
  return {
    openPool: standing(timed('openPool', ledger.openPool)),
    changeCapacity: standing(timed('changeCapacity', ledger.changeCapacity)),
    closePool: standing(timed('closePool', ledger.closePool)),
    assign: standing(timed('assign', ledger.assign)),
    assignBulk: standing(timed('assignBulk', ledger.assignBulk)),
    resend: standing(timed('resend', ledger.resend)),
    claim: standing(timed('claim', ledger.claim)),
    revoke: standing(timed('revoke', ledger.revoke)),
    reassign: standing(timed('reassign', ledger.reassign)),
    releaseExpired: standing(timed('releaseExpired', ledger.releaseExpired)),
    pool: standing(timed('pool', ledger.pool)),
    seat: standing(timed('seat', ledger.seat)),
    invitation: timed('invitation', ledger.invitation),
    seatHistory: timed('seatHistory', ledger.seatHistory),
    cached: ledger.cached,
    close: ledger.close,
  }
}
