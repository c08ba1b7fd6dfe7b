import type * as t from 'io-ts'
import { type Branded, brandedString } from './codec.js'

const ID = /^[A-Za-z0-9_-]{1,64}$/
const SEAT_ID = /^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/
const KEY = /^[\x21-\x7e]{1,255}$/

const ID_MESSAGE = 'must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -'
const KEY_MESSAGE = 'must be 1 to 255 printable ASCII characters without spaces'

const id = <Brand extends string>(name: Brand): t.Type<Branded<Brand>, string, unknown> =>
  brandedString(name, (text) => ID.test(text), ID_MESSAGE, { pattern: ID.source })

const key = <Brand extends string>(name: Brand): t.Type<Branded<Brand>, string, unknown> =>
  brandedString(name, (text) => KEY.test(text), KEY_MESSAGE, { pattern: KEY.source })

/** The tenant that sells seats. Part of every stream name, so another tenant's ledger cannot be addressed. */
export const OrganizationId = id('OrganizationId')
export type OrganizationId = Branded<'OrganizationId'>

/** A pool of seats; unique within its organization. */
export const PoolId = id('PoolId')
export type PoolId = Branded<'PoolId'>

/** A customer of the organization: the owner of a pool, or the holder of a seat. */
export const CustomerId = id('CustomerId')
export type CustomerId = Branded<'CustomerId'>

/** The product whose benefits a claimed seat grants. */
export const ProductId = id('ProductId')
export type ProductId = Branded<'ProductId'>

/** The subscription or the order that the seats were bought with. */
export const SourceId = id('SourceId')
export type SourceId = Branded<'SourceId'>

/** `<pool id>.<nanoid>`: a seat names its own pool, so no index is needed to find its ledger. */
export const SeatId = brandedString(
  'SeatId',
  (text) => SEAT_ID.test(text),
  'must be a pool id, a dot and 1 to 64 characters of A-Z, a-z, 0-9, _ and -',
  { pattern: SEAT_ID.source },
)
export type SeatId = Branded<'SeatId'>

/** Names one command for ever: the same id sent again gets the first answer again. */
export const CommandId = key('CommandId')
export type CommandId = Branded<'CommandId'>

/** Ties together everything that one request caused. */
export const CorrelationId = key('CorrelationId')
export type CorrelationId = Branded<'CorrelationId'>

/** The correlation of a command that belongs to nothing larger: its own id. */
export const correlationOf = (commandId: CommandId): CorrelationId => `${commandId}` as CorrelationId

/** The command or event that led to a command. */
export const CausationId = key('CausationId')
export type CausationId = Branded<'CausationId'>

/** The id of a new seat in `poolId`; `unique` comes from the `Ids` port. */
export const seatIdOf = (poolId: PoolId, unique: string): SeatId => `${poolId}.${unique}` as SeatId

/** The pool that a seat id names. */
export const poolIdOf = (seatId: SeatId): PoolId => seatId.slice(0, seatId.indexOf('.')) as PoolId

/** The name of an event stream: `<category>-<id>`. */
export type StreamName = Branded<'StreamName'>

/** Every ledger's stream name begins with this, and no other stream's name does. */
export const LEDGER_PREFIX = 'seat_ledger-'

/** `seat_ledger-<organization>.<pool>`; ids hold no dot, so the name reads back without doubt. */
export const ledgerStream = (organizationId: OrganizationId, poolId: PoolId): StreamName =>
  `${LEDGER_PREFIX}${organizationId}.${poolId}` as StreamName

/** The organization and the pool that a ledger's stream name holds, or undefined for any other stream. */
export const parseLedgerStream = (
  stream: string,
): { readonly organizationId: OrganizationId; readonly poolId: PoolId } | undefined => {
  if (stream === lastParsed.stream) return lastParsed.ids
  if (!stream.startsWith(LEDGER_PREFIX)) return undefined
  const [organizationId, poolId, ...rest] = stream.slice(LEDGER_PREFIX.length).split('.')
  if (!OrganizationId.is(organizationId) || !PoolId.is(poolId) || rest.length > 0) return undefined
  const ids = Object.freeze({ organizationId, poolId })
  lastParsed = { stream, ids }
  return ids
}

/** Events are read ledger by ledger: 0.3 µs less for each that follows another of its stream. */
let lastParsed: {
  readonly stream: string | undefined
  readonly ids: { readonly organizationId: OrganizationId; readonly poolId: PoolId } | undefined
} = { stream: undefined, ids: undefined }
