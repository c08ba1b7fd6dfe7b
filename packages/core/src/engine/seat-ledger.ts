import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as t from 'io-ts'
import { ledgerStream, poolIdOf } from '../domain/ids.js'
import { instantOf, isBefore } from '../domain/instant.js'
import type { Seat } from '../domain/ledger.js'
import { parse } from '../edge/faults.js'
import * as inputs from '../edge/inputs.js'
import { type InvitationRef, readInvitationToken } from '../invitation/token.js'
import type { Platform } from '../ports/platform.js'
import type { LedgerRecord } from '../stored/record.js'
import {
  type BulkAnswer,
  type InvitationAnswer,
  type PoolAnswer,
  poolAnswer,
  type ReassignAnswer,
  type ReleaseAnswer,
  reassignAnswer,
  releaseAnswer,
  type SeatAnswer,
  seatAnswer,
} from './answers.js'
import { bulkAnswer, readRows } from './bulk.js'
import { Calls, PendingCall, type Result } from './calls.js'
import type { Answer, Settled } from './committer.js'
import type { SeatFailure } from './failures.js'
import { frozen } from './frozen.js'
import { seatHistory } from './history.js'
import type { Job } from './job.js'
import { Mailbox } from './mailbox.js'
import { Mailboxes } from './mailboxes.js'
import { type EngineOptions, settingsOf } from './options.js'
import { Requests } from './requests.js'
import { snapshotKeepers } from './snapshot-keeper.js'

/** A call that can fail: run it, and it answers a value or a tagged failure. It never throws. */
export type Call<Input, Value> = (input: Input) => TaskEither<SeatFailure, Value>

type Of<Codec extends t.Mixed> = t.OutputOf<Codec>

/** The engine: every command and query of the seat ledger. Input is checked as unknown data, whatever its type says. */
export interface SeatLedger {
  /** Opens a pool. Opening it again with the same facts changes nothing. */
  readonly openPool: Call<Of<typeof inputs.OpenPoolInput>, PoolAnswer>
  /** Sets how many seats may be live; never below those that are. */
  readonly changeCapacity: Call<Of<typeof inputs.ChangeCapacityInput>, PoolAnswer>
  /** Closes a pool and revokes its live seats, in one append. Closing it again changes nothing. */
  readonly closePool: Call<Of<typeof inputs.ClosePoolInput>, PoolAnswer>
  /** Gives a seat to an address. */
  readonly assign: Call<Of<typeof inputs.AssignInput>, SeatAnswer>
  /** Gives seats to up to 1,000 addresses in one append: all or none (`atomic`), or each for itself (`partial`). */
  readonly assignBulk: Call<Of<typeof inputs.AssignBulkInput>, BulkAnswer>
  /** Makes a new invitation; the one before is dead from then on. */
  readonly resend: Call<Of<typeof inputs.ResendInput>, SeatAnswer>
  /** Takes the seat that a token invites to. */
  readonly claim: Call<Of<typeof inputs.ClaimInput>, SeatAnswer>
  /** Ends a seat. Revoking it again changes nothing. */
  readonly revoke: Call<Of<typeof inputs.RevokeInput>, SeatAnswer>
  /** Ends a seat and gives its place to another address, in one append. */
  readonly reassign: Call<Of<typeof inputs.ReassignInput>, ReassignAnswer>
  /** Ends the pending seats whose invitation has expired. */
  readonly releaseExpired: Call<Of<typeof inputs.ReleaseExpiredInput>, ReleaseAnswer>
  /** A pool as it is after everything sent before. */
  readonly pool: Call<Of<typeof inputs.PoolInput>, PoolAnswer>
  /** A seat as it is after everything sent before. */
  readonly seat: Call<Of<typeof inputs.SeatInput>, SeatAnswer>
  /** What a token is good for. Only the newest token of a pending seat gets an answer. */
  readonly invitation: Call<{ readonly token: string }, InvitationAnswer>
  /** Everything that happened to a seat, oldest first, with who did it and why. Reads the pool's whole ledger. */
  readonly seatHistory: Call<Of<typeof inputs.SeatInput>, readonly LedgerRecord[]>
  /** How many pools are cached, and what they weigh (pools plus seats). */
  readonly cached: () => { readonly pools: number; readonly weight: number }
  /** Takes no more calls and settles when those taken are answered. */
  readonly close: () => Promise<void>
}

/**
 * Starts an engine on a store. Any number of engines, in any number of processes, may work on one store; each pool is
 * consistent across all of them. Throws a TypeError when an option is wrong.
 */
export const createSeatLedger = (platform: Platform, options: EngineOptions = {}): SeatLedger => {
  const settings = settingsOf(options)
  const keys = platform.invitationKeys
  const requests = new Requests(platform.ids, settings)
  const snapshotsOf = snapshotKeepers(platform)
  const mailboxes = new Mailboxes(settings.cachedSeats, (organizationId, poolId, onIdle) => {
    const stream = ledgerStream(organizationId, poolId)
    return new Mailbox({ stream, platform, retry: settings.retry, snapshots: snapshotsOf(stream) }, onIdle)
  })
  const calls = new Calls()

  const call = <A, Input, Value>(
    codec: t.Type<A, Input, unknown>,
    toJob: (input: A) => E.Either<SeatFailure, Job>,
    toValue: (settled: Settled, input: A) => Result<Value>,
  ): Call<Input, Value> => {
    const submit = (input: Input, resolve: (result: Result<Value>) => void): SeatFailure | undefined => {
      try {
        const parsed = parse(codec, input)
        if (E.isLeft(parsed)) return parsed.left
        const job = toJob(parsed.right)
        if (E.isLeft(job)) return job.left
        const { organizationId, poolId } = job.right
        const pending = new PendingCall(job.right, parsed.right, toValue, resolve, calls)
        mailboxes.of(organizationId, poolId).submit(pending)
        return undefined
      } catch (cause) {
        return { _tag: 'EngineDefect', cause }
      }
    }
    // One promise per call, settled by the mailbox itself: an async function around it costs two more turns, 0.3 µs.
    return (input) => () =>
      new Promise((resolve) => {
        if (!calls.enter()) return resolve(E.left({ _tag: 'EngineClosed' }))
        const failure = submit(input, resolve)
        if (failure === undefined) return
        calls.leave()
        resolve(E.left(failure))
      })
  }

  const changedSeat = (settled: Settled) => seatAnswer(settled, settled.outcome.changed[0], keys)
  const tokenRef = (token: string, organizationId?: string): E.Either<SeatFailure, InvitationRef> => {
    const ref = readInvitationToken(keys, token)
    return ref === undefined || (organizationId !== undefined && organizationId !== ref.organizationId)
      ? E.left({ _tag: 'InvitationDead' })
      : E.right(ref)
  }
  const ask = (organizationId: InvitationRef['organizationId'], seatId: InvitationRef['seatId']) =>
    requests.ask(organizationId, poolIdOf(seatId), seatId)

  return {
    openPool: call(inputs.OpenPoolInput, (input) => E.right(requests.openPool(input)), poolAnswer),
    changeCapacity: call(
      inputs.ChangeCapacityInput,
      (input) => E.right(requests.changeCapacity(input)),
      poolAnswer,
    ),
    closePool: call(inputs.ClosePoolInput, (input) => E.right(requests.closePool(input)), poolAnswer),
    assign: call(
      inputs.AssignInput,
      (input) => E.right(requests.assign(input)),
      (settled) => seatAnswer(settled, settled.outcome.assigned[0], keys),
    ),
    assignBulk: (input) =>
      calls.run(async () => {
        const parsed = parse(inputs.AssignBulkInput, input)
        if (E.isLeft(parsed)) return parsed
        const rows = readRows(parsed.right.seats)
        const job = requests.assignBulk(parsed.right, rows.valid, rows.invalid)
        const mailbox = mailboxes.of(job.organizationId, job.poolId)
        const settled = await new Promise<Answer>((answer) => mailbox.submit({ job, answer }))
        return bulkAnswer(parsed.right, rows, settled)
      }),
    resend: call(inputs.ResendInput, (input) => E.right(requests.resend(input)), changedSeat),
    claim: call(
      inputs.ClaimInput,
      (input) =>
        E.map((ref: InvitationRef) => requests.claim(input, ref))(
          tokenRef(input.token, input.organizationId),
        ),
      changedSeat,
    ),
    revoke: call(inputs.RevokeInput, (input) => E.right(requests.revoke(input)), changedSeat),
    reassign: call(
      inputs.ReassignInput,
      (input) => E.right(requests.reassign(input)),
      (settled) => reassignAnswer(settled, keys),
    ),
    releaseExpired: call(
      inputs.ReleaseExpiredInput,
      (input) => E.right(requests.releaseExpired(input)),
      releaseAnswer,
    ),
    pool: call(
      inputs.PoolInput,
      ({ organizationId, poolId }) => E.right(requests.ask(organizationId, poolId)),
      (settled, { poolId }) =>
        settled.outcome.pool === null ? E.left({ _tag: 'PoolNotFound', poolId }) : poolAnswer(settled),
    ),
    seat: call(
      inputs.SeatInput,
      ({ organizationId, seatId }) => E.right(ask(organizationId, seatId)),
      (settled, { seatId }) =>
        settled.outcome.changed[0] === undefined
          ? E.left({ _tag: 'SeatNotFound', seatId })
          : changedSeat(settled),
    ),
    invitation: call(
      inputs.InvitationInput,
      ({ token }) => E.map((ref: InvitationRef) => ask(ref.organizationId, ref.seatId))(tokenRef(token)),
      ({ outcome }, { token }) => {
        const seat: Seat | undefined = outcome.changed[0]
        const number = readInvitationToken(keys, token)?.number
        if (outcome.pool === null || seat?.status !== 'pending' || seat.invitation.number !== number) {
          return E.left({ _tag: 'InvitationDead' })
        }
        const canClaim = isBefore(instantOf(platform.clock.now()), seat.invitation.expiresAt)
        return E.right({ seat: frozen(seat), pool: frozen(outcome.pool), canClaim })
      },
    ),
    seatHistory: (input) =>
      calls.run(async () => {
        const parsed = parse(inputs.SeatInput, input)
        return E.isLeft(parsed) ? parsed : seatHistory(platform.eventStore, parsed.right)
      }),
    cached: () => mailboxes.size,
    close: () => calls.close(),
  }
}
