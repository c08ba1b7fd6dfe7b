import type * as t from 'io-ts'
import { canonicalJson } from '../chain/canonical.js'
import type { Command } from '../domain/commands.js'
import {
  type CommandId,
  correlationOf,
  type OrganizationId,
  type PoolId,
  poolIdOf,
  type SeatId,
  seatIdOf,
} from '../domain/ids.js'
import type { Actor } from '../domain/values.js'
import type * as inputs from '../edge/inputs.js'
import type { InvitationRef } from '../invitation/token.js'
import type { Ids } from '../ports/ids.js'
import type { EventMetadata } from '../stored/event-metadata.js'
import type { Ask, Bulk, Now, Single } from './job.js'
import { newSeat, rowBody } from './new-seat.js'
import type { Operation } from './operations.js'
import * as operations from './operations.js'
import type { Settings } from './options.js'

type Input<Codec extends t.Mixed> = t.TypeOf<Codec>

/** Turns checked input into what a mailbox takes: draws the ids, and writes down who asks and why. */
export class Requests {
  private readonly ids: Ids
  private readonly settings: Settings
  private actor: Actor | undefined

  constructor(ids: Ids, settings: Settings) {
    this.ids = ids
    this.settings = settings
  }

  openPool(input: Input<typeof inputs.OpenPoolInput>): Single {
    return this.onPool(operations.openPool, input)
  }

  changeCapacity(input: Input<typeof inputs.ChangeCapacityInput>): Single {
    return this.onPool(operations.changeCapacity, input)
  }

  closePool(input: Input<typeof inputs.ClosePoolInput>): Single {
    return this.onPool(operations.closePool, input)
  }

  releaseExpired(input: Input<typeof inputs.ReleaseExpiredInput>): Single {
    return this.onPool(operations.releaseExpired, input)
  }

  assign(input: Input<typeof inputs.AssignInput>): Single {
    const { organizationId, poolId } = input
    return this.single(operations.assign, organizationId, poolId, undefined, input, this.newSeatId(poolId))
  }

  /** `rows` are the well-formed rows of the input; `invalid` the positions of the others. */
  assignBulk(
    input: Input<typeof inputs.AssignBulkInput>,
    rows: readonly inputs.BulkRow[],
    invalid: readonly number[],
  ): Bulk {
    const { organizationId, poolId, mode, expiresInSeconds } = input
    const { settings } = this
    const seatIds = rows.map(() => this.newSeatId(poolId))
    const body = (): object => ({ mode, expiresInSeconds, rows: rows.map(rowBody), invalid })
    const dryRun = input.dryRun === true || (mode === 'atomic' && invalid.length > 0)
    return {
      organizationId,
      poolId,
      mode: dryRun && invalid.length > 0 ? 'partial' : mode,
      dryRun,
      commands: (now) =>
        seatIds.flatMap((seatId, index): Command[] => {
          const row = rows[index]
          if (row === undefined) return []
          const seat = newSeat(seatId, row, expiresInSeconds, now, settings)
          return [{ type: 'Assign', seat, releaseExpired: settings.releaseExpired, at: now.at }]
        }),
      metadata: this.metadata('AssignBulk', input, body),
      ifRevision: input.ifRevision,
    }
  }

  resend(input: Input<typeof inputs.ResendInput>): Single {
    return this.onSeat(operations.resend, input)
  }

  claim(input: Input<typeof inputs.ClaimInput>, invitation: InvitationRef): Single {
    const { organizationId, poolId, seatId } = invitation
    return this.single(operations.claim, organizationId, poolId, seatId, input, invitation)
  }

  revoke(input: Input<typeof inputs.RevokeInput>): Single {
    return this.onSeat(operations.revoke, input)
  }

  reassign(input: Input<typeof inputs.ReassignInput>): Single {
    const { organizationId, seatId } = input
    const poolId = poolIdOf(seatId)
    return this.single(operations.reassign, organizationId, poolId, seatId, input, this.newSeatId(poolId))
  }

  /** The state of a pool, or of one of its seats, as it is after everything sent before. */
  ask(organizationId: OrganizationId, poolId: PoolId, subject?: SeatId): Ask {
    return { mode: 'ask', organizationId, poolId, subject }
  }

  private newSeatId(poolId: PoolId): SeatId {
    return seatIdOf(poolId, this.ids.seat())
  }

  private onPool<In extends inputs.Origin & Input<typeof inputs.PoolInput>>(
    operation: Operation<In, undefined>,
    input: In,
  ): Single {
    return this.single(operation, input.organizationId, input.poolId, undefined, input, undefined)
  }

  private onSeat<In extends inputs.Origin & Input<typeof inputs.SeatInput>>(
    operation: Operation<In, undefined>,
    input: In,
  ): Single {
    const { organizationId, seatId } = input
    return this.single(operation, organizationId, poolIdOf(seatId), seatId, input, undefined)
  }

  private single<In extends inputs.Origin, Drawn>(
    operation: Operation<In, Drawn>,
    organizationId: OrganizationId,
    poolId: PoolId,
    subject: SeatId | undefined,
    input: In,
    drawn: Drawn,
  ): Single {
    const metadata =
      input.commandId === undefined
        ? this.metadata(operation.name, input)
        : this.metadata(operation.name, input, () => operation.body(input, drawn))
    return new Request(operation, organizationId, poolId, subject, input, drawn, metadata, this.settings)
  }

  /** `body`: what a fingerprint is made of, for a caller who chose the command id. */
  private metadata(operation: string, origin: inputs.Origin, body?: () => object): EventMetadata {
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
        : { fingerprint: this.ids.fingerprint(canonicalJson({ operation, body: body?.() ?? {} })) }),
    })
  }

  /** Commands in a row mostly have one actor: one object for all of them saves 40 bytes of every recorded event. */
  private sharedActor(actor: Actor): Actor {
    if (actor.kind !== this.actor?.kind || actor.id !== this.actor.id) this.actor = Object.freeze(actor)
    return this.actor
  }
}

/** A single command on its way to its ledger: one object, where closures over its parts would be eight. */
class Request<In extends inputs.Origin, Drawn> implements Single {
  readonly mode = 'single'
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly subject: SeatId | undefined
  readonly metadata: EventMetadata
  private readonly operation: Operation<In, Drawn>
  private readonly input: In
  private readonly drawn: Drawn
  private readonly settings: Settings

  constructor(
    operation: Operation<In, Drawn>,
    organizationId: OrganizationId,
    poolId: PoolId,
    subject: SeatId | undefined,
    input: In,
    drawn: Drawn,
    metadata: EventMetadata,
    settings: Settings,
  ) {
    this.operation = operation
    this.organizationId = organizationId
    this.poolId = poolId
    this.subject = subject
    this.input = input
    this.drawn = drawn
    this.metadata = metadata
    this.settings = settings
  }

  get ifRevision(): number | undefined {
    return this.input.ifRevision
  }

  command(now: Now): Command {
    return this.operation.command(this.input, this.drawn, now, this.settings)
  }
}
