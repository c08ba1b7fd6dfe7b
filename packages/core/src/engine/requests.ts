import type * as t from 'io-ts'
import type { Command, NewSeat } from '../domain/commands.js'
import type { CommandId } from '../domain/ids.js'
import {
  correlationOf,
  ledgerStream,
  type OrganizationId,
  type PoolId,
  poolIdOf,
  type SeatId,
  type StreamName,
  seatIdOf,
} from '../domain/ids.js'
import { instantOf } from '../domain/instant.js'
import { NO_METADATA } from '../domain/metadata.js'
import type * as inputs from '../edge/inputs.js'
import type { InvitationRef } from '../invitation/token.js'
import type { Ids } from '../ports/ids.js'
import type { EventMetadata } from '../stored/event-metadata.js'
import { canonicalJson } from './canonical.js'
import type { Ask, Job, Now, Work } from './job.js'
import type { Settings } from './options.js'

/** A checked call: which ledger it is for, and what it asks of it. */
export interface Request<J extends Job = Job> {
  readonly stream: StreamName
  readonly job: J
}

type Input<Codec extends t.Mixed> = t.TypeOf<Codec>

/** Turns checked input into what a mailbox takes. */
export class Requests {
  private readonly ids: Ids
  private readonly settings: Settings

  constructor(ids: Ids, settings: Settings) {
    this.ids = ids
    this.settings = settings
  }

  openPool(input: Input<typeof inputs.OpenPoolInput>): Request {
    const { organizationId, poolId, customerId, source, product, capacity } = input
    const facts = { organizationId, poolId, customerId, source, product, capacity }
    return this.command('OpenPool', organizationId, poolId, input, facts, ({ at }) => ({
      type: 'OpenPool',
      ...facts,
      at,
    }))
  }

  changeCapacity(input: Input<typeof inputs.ChangeCapacityInput>): Request {
    const { organizationId, poolId, capacity } = input
    return this.command('ChangeCapacity', organizationId, poolId, input, { capacity }, ({ at }) => ({
      type: 'ChangeCapacity',
      poolId,
      capacity,
      at,
    }))
  }

  closePool(input: Input<typeof inputs.ClosePoolInput>): Request {
    const { organizationId, poolId } = input
    return this.command('ClosePool', organizationId, poolId, input, {}, ({ at }) => ({
      type: 'ClosePool',
      poolId,
      at,
    }))
  }

  releaseExpired(input: Input<typeof inputs.ReleaseExpiredInput>): Request {
    const { organizationId, poolId } = input
    return this.command('ReleaseExpired', organizationId, poolId, input, {}, ({ at }) => ({
      type: 'ReleaseExpired',
      poolId,
      at,
    }))
  }

  assign(input: Input<typeof inputs.AssignInput>): Request {
    const { organizationId, poolId, expiresInSeconds } = input
    const seat = this.newSeat(poolId, input, expiresInSeconds)
    const body = { ...rowBody(input), expiresInSeconds }
    return this.command('Assign', organizationId, poolId, input, body, (now) =>
      this.assignment(seat(now), now),
    )
  }

  /** `rows` are the well-formed rows of the input; `invalid` the positions of the others. */
  assignBulk(
    input: Input<typeof inputs.AssignBulkInput>,
    rows: readonly inputs.BulkRow[],
    invalid: readonly number[],
  ): Request {
    const { organizationId, poolId, mode, expiresInSeconds } = input
    const seats = rows.map((row) => this.newSeat(poolId, row, expiresInSeconds))
    const body = { mode, expiresInSeconds, rows: rows.map(rowBody), invalid }
    const dryRun = input.dryRun === true || (mode === 'atomic' && invalid.length > 0)
    return {
      stream: ledgerStream(organizationId, poolId),
      job: {
        mode: dryRun && invalid.length > 0 ? 'partial' : mode,
        dryRun,
        commands: (now) => seats.map((seat) => this.assignment(seat(now), now)),
        subject: undefined,
        metadata: this.metadata('AssignBulk', input, body),
        ifRevision: input.ifRevision,
      },
    }
  }

  resend(input: Input<typeof inputs.ResendInput>): Request {
    const { organizationId, seatId } = input
    const expiresInSeconds = input.expiresInSeconds ?? this.settings.expiresInSeconds
    const body = { seatId, expiresInSeconds: input.expiresInSeconds }
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
    const body = { seatId, number, holder, policy: input.policy }
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
    return this.seatCommand('Revoke', organizationId, seatId, input, { seatId }, ({ at }) => ({
      type: 'Revoke',
      seatId,
      cause: 'revoked',
      at,
    }))
  }

  reassign(input: Input<typeof inputs.ReassignInput>): Request {
    const { organizationId, seatId, expiresInSeconds } = input
    const seat = this.newSeat(poolIdOf(seatId), input, expiresInSeconds)
    const body = { seatId, ...rowBody(input), expiresInSeconds }
    return this.seatCommand('Reassign', organizationId, seatId, input, body, (now) => ({
      type: 'Reassign',
      seatId,
      to: seat(now),
      at: now.at,
    }))
  }

  /** The state of a pool, or of one of its seats, as it is after everything sent before. */
  ask(organizationId: OrganizationId, poolId: PoolId, subject?: SeatId): Request<Ask> {
    return {
      stream: ledgerStream(organizationId, poolId),
      job: {
        mode: 'ask',
        subject,
      },
    }
  }

  private seatCommand(
    operation: Command['type'],
    organizationId: OrganizationId,
    seatId: SeatId,
    origin: inputs.Origin,
    body: object,
    command: (now: Now) => Command,
  ): Request<Work> {
    const request = this.command(operation, organizationId, poolIdOf(seatId), origin, body, command)
    return { ...request, job: { ...request.job, subject: seatId } }
  }

  private command(
    operation: Command['type'],
    organizationId: OrganizationId,
    poolId: PoolId,
    origin: inputs.Origin,
    body: object,
    command: (now: Now) => Command,
  ): Request<Work> {
    return {
      stream: ledgerStream(organizationId, poolId),
      job: {
        mode: 'single',
        dryRun: false,
        commands: (now) => [command(now)],
        subject: undefined,
        metadata: this.metadata(operation, origin, body),
        ifRevision: origin.ifRevision,
      },
    }
  }

  private assignment(seat: NewSeat, { at }: Now): Command {
    return { type: 'Assign', seat, releaseExpired: this.settings.releaseExpired, at }
  }

  private newSeat(poolId: PoolId, row: inputs.BulkRow, expiresInSeconds?: number): (now: Now) => NewSeat {
    const lifetime = (expiresInSeconds ?? this.settings.expiresInSeconds) * 1000
    const { email, member, immediateClaim } = row
    const facts = {
      seatId: seatIdOf(poolId, this.ids.seat()),
      email,
      metadata: row.metadata ?? NO_METADATA,
      member:
        member === undefined || member === null
          ? null
          : Object.freeze({
              memberId: member.memberId ?? null,
              externalMemberId: member.externalMemberId ?? null,
              externalCustomerId: member.externalCustomerId ?? null,
            }),
    }
    return ({ milliseconds }) => ({
      ...facts,
      start:
        immediateClaim === undefined || immediateClaim === null
          ? { kind: 'invite', expiresAt: instantOf(milliseconds + lifetime) }
          : { kind: 'claim', customerId: immediateClaim.customerId },
    })
  }

  private metadata(operation: string, origin: inputs.Origin, body: object): EventMetadata {
    const commandId = origin.commandId ?? (this.ids.command() as CommandId)
    return Object.freeze({
      actor: origin.actor,
      commandId,
      correlationId: origin.correlationId ?? correlationOf(commandId),
      ...(origin.causationId === undefined ? {} : { causationId: origin.causationId }),
      ...(origin.reason === undefined ? {} : { reason: origin.reason }),
      ...(origin.commandId === undefined
        ? {}
        : { fingerprint: this.ids.fingerprint(canonicalJson({ operation, body })) }),
    })
  }
}

const rowBody = ({ email, metadata, member, immediateClaim }: inputs.BulkRow): object => ({
  email: email.key,
  metadata,
  member,
  immediateClaim,
})
