import type * as t from 'io-ts'
import type { Command, NewSeat } from '../domain/commands.js'
import type { CommandId } from '../domain/ids.js'
import {
  correlationOf,
  type OrganizationId,
  type PoolId,
  poolIdOf,
  type SeatId,
  seatIdOf,
} from '../domain/ids.js'
import { instantOf } from '../domain/instant.js'
import { NO_METADATA } from '../domain/metadata.js'
import type { Actor, Member } from '../domain/values.js'
import type * as inputs from '../edge/inputs.js'
import type { InvitationRef } from '../invitation/token.js'
import type { Ids } from '../ports/ids.js'
import type { EventMetadata } from '../stored/event-metadata.js'
import { canonicalJson } from './canonical.js'
import type { Ask, Bulk, Job, Now, Single } from './job.js'
import type { Settings } from './options.js'

/** A checked call: which ledger it is for, and what it asks of it. */
export interface Request<J extends Job = Job> {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly job: J
}

type Input<Codec extends t.Mixed> = t.TypeOf<Codec>

/** Turns checked input into what a mailbox takes. */
export class Requests {
  private readonly ids: Ids
  private readonly settings: Settings
  private actor: Actor | undefined

  constructor(ids: Ids, settings: Settings) {
    this.ids = ids
    this.settings = settings
  }

  openPool(input: Input<typeof inputs.OpenPoolInput>): Request {
    const { organizationId, poolId, customerId, source, product, capacity } = input
    const facts = { organizationId, poolId, customerId, source, product, capacity }
    return this.command(
      'OpenPool',
      organizationId,
      poolId,
      input,
      () => facts,
      ({ at }) => ({
        type: 'OpenPool',
        ...facts,
        at,
      }),
    )
  }

  changeCapacity(input: Input<typeof inputs.ChangeCapacityInput>): Request {
    const { organizationId, poolId, capacity } = input
    return this.command(
      'ChangeCapacity',
      organizationId,
      poolId,
      input,
      () => ({ capacity }),
      ({ at }) => ({
        type: 'ChangeCapacity',
        poolId,
        capacity,
        at,
      }),
    )
  }

  closePool(input: Input<typeof inputs.ClosePoolInput>): Request {
    const { organizationId, poolId } = input
    return this.command('ClosePool', organizationId, poolId, input, NO_BODY, ({ at }) => ({
      type: 'ClosePool',
      poolId,
      at,
    }))
  }

  releaseExpired(input: Input<typeof inputs.ReleaseExpiredInput>): Request {
    const { organizationId, poolId } = input
    return this.command('ReleaseExpired', organizationId, poolId, input, NO_BODY, ({ at }) => ({
      type: 'ReleaseExpired',
      poolId,
      at,
    }))
  }

  assign(input: Input<typeof inputs.AssignInput>): Request {
    const { organizationId, poolId, expiresInSeconds } = input
    const seat = this.newSeat(poolId, input, expiresInSeconds)
    const body = (): object => ({ ...rowBody(input), expiresInSeconds })
    return this.command('Assign', organizationId, poolId, input, body, (now) =>
      this.assignment(seat(now), now),
    )
  }

  /** `rows` are the well-formed rows of the input; `invalid` the positions of the others. */
  assignBulk(
    input: Input<typeof inputs.AssignBulkInput>,
    rows: readonly inputs.BulkRow[],
    invalid: readonly number[],
  ): Request<Bulk> {
    const { organizationId, poolId, mode, expiresInSeconds } = input
    const seats = rows.map((row) => this.newSeat(poolId, row, expiresInSeconds))
    const body = (): object => ({ mode, expiresInSeconds, rows: rows.map(rowBody), invalid })
    const dryRun = input.dryRun === true || (mode === 'atomic' && invalid.length > 0)
    return {
      organizationId,
      poolId,
      job: {
        mode: dryRun && invalid.length > 0 ? 'partial' : mode,
        dryRun,
        commands: (now) => seats.map((seat) => this.assignment(seat(now), now)),
        metadata: this.metadata('AssignBulk', input, body),
        ifRevision: input.ifRevision,
      },
    }
  }

  resend(input: Input<typeof inputs.ResendInput>): Request {
    const { organizationId, seatId } = input
    const expiresInSeconds = input.expiresInSeconds ?? this.settings.expiresInSeconds
    const body = (): object => ({ seatId, expiresInSeconds: input.expiresInSeconds })
    return this.seatCommand('Resend', organizationId, seatId, input, body, ({ at, milliseconds }) => ({
      type: 'Resend',
      seatId,
      expiresAt: instantOf(milliseconds + expiresInSeconds * 1000),
      allowance: this.settings.resendAllowance,
      at,
    }))
  }

  claim(input: Input<typeof inputs.ClaimInput>, { organizationId, seatId, number }: InvitationRef): Request {
    const holder = { customerId: input.customerId, email: input.email ?? null }
    const policy = input.policy ?? this.settings.claimPolicy
    const body = (): object => ({ seatId, number, holder, policy: input.policy })
    return this.seatCommand('Claim', organizationId, seatId, input, body, ({ at }) => ({
      type: 'Claim',
      seatId,
      invitation: number,
      holder,
      policy,
      at,
    }))
  }

  revoke(input: Input<typeof inputs.RevokeInput>): Request {
    const { organizationId, seatId } = input
    return this.seatCommand(
      'Revoke',
      organizationId,
      seatId,
      input,
      () => ({ seatId }),
      ({ at }) => ({
        type: 'Revoke',
        seatId,
        cause: 'revoked',
        at,
      }),
    )
  }

  reassign(input: Input<typeof inputs.ReassignInput>): Request {
    const { organizationId, seatId, expiresInSeconds } = input
    const seat = this.newSeat(poolIdOf(seatId), input, expiresInSeconds)
    const body = (): object => ({ seatId, ...rowBody(input), expiresInSeconds })
    return this.seatCommand('Reassign', organizationId, seatId, input, body, (now) => ({
      type: 'Reassign',
      seatId,
      to: seat(now),
      at: now.at,
    }))
  }

  /** The state of a pool, or of one of its seats, as it is after everything sent before. */
  ask(organizationId: OrganizationId, poolId: PoolId, subject?: SeatId): Request<Ask> {
    return { organizationId, poolId, job: { mode: 'ask', subject } }
  }

  private seatCommand(
    operation: Command['type'],
    organizationId: OrganizationId,
    seatId: SeatId,
    origin: inputs.Origin,
    body: Body,
    command: (now: Now) => Command,
  ): Request<Single> {
    return this.command(operation, organizationId, poolIdOf(seatId), origin, body, command, seatId)
  }

  private command(
    operation: Command['type'],
    organizationId: OrganizationId,
    poolId: PoolId,
    origin: inputs.Origin,
    body: Body,
    command: (now: Now) => Command,
    subject?: SeatId,
  ): Request<Single> {
    const metadata = this.metadata(operation, origin, body)
    return {
      organizationId,
      poolId,
      job: { mode: 'single', command, subject, metadata, ifRevision: origin.ifRevision },
    }
  }

  private assignment(seat: NewSeat, { at }: Now): Command {
    return { type: 'Assign', seat, releaseExpired: this.settings.releaseExpired, at }
  }

  private newSeat(poolId: PoolId, row: inputs.BulkRow, expiresInSeconds?: number): (now: Now) => NewSeat {
    const seatId = seatIdOf(poolId, this.ids.seat())
    const lifetime = (expiresInSeconds ?? this.settings.expiresInSeconds) * 1000
    const { email, immediateClaim } = row
    const metadata = row.metadata ?? NO_METADATA
    const member = memberOf(row.member)
    return ({ milliseconds }) => ({
      seatId,
      email,
      metadata,
      member,
      start:
        immediateClaim === undefined || immediateClaim === null
          ? { kind: 'invite', expiresAt: instantOf(milliseconds + lifetime) }
          : { kind: 'claim', customerId: immediateClaim.customerId },
    })
  }

  private metadata(operation: string, origin: inputs.Origin, body: Body): EventMetadata {
    const actor = this.sharedActor(origin.actor)
    const commandId = origin.commandId ?? (this.ids.command() as CommandId)
    const correlationId = origin.correlationId ?? correlationOf(commandId)
    const { causationId, reason } = origin
    if (origin.commandId === undefined && causationId === undefined && reason === undefined) {
      return Object.freeze({ actor, commandId, correlationId })
    }
    return Object.freeze({
      actor,
      commandId,
      correlationId,
      ...(causationId === undefined ? {} : { causationId }),
      ...(reason === undefined ? {} : { reason }),
      ...(origin.commandId === undefined
        ? {}
        : { fingerprint: this.ids.fingerprint(canonicalJson({ operation, body: body() })) }),
    })
  }

  /** Commands in a row mostly have one actor: one object for all of them saves 40 bytes of every recorded event. */
  private sharedActor(actor: Actor): Actor {
    if (actor.kind !== this.actor?.kind || actor.id !== this.actor.id) this.actor = Object.freeze(actor)
    return this.actor
  }
}

/** What a fingerprint is made of: built only for a caller who chose the command id. */
type Body = () => object

const NO_BODY: Body = () => ({})

const memberOf = (member: inputs.BulkRow['member']): Member | null =>
  member === undefined || member === null
    ? null
    : Object.freeze({
        memberId: member.memberId ?? null,
        externalMemberId: member.externalMemberId ?? null,
        externalCustomerId: member.externalCustomerId ?? null,
      })

const rowBody = ({ email, metadata, member, immediateClaim }: inputs.BulkRow): object => ({
  email: email.key,
  metadata,
  member,
  immediateClaim,
})
