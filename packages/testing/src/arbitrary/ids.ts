import {
  CommandId,
  CustomerId,
  ledgerStream,
  OrganizationId,
  PoolId,
  ProductId,
  SeatId,
  SourceId,
  type StreamName,
  seatIdOf,
} from '@seat-ledger/core'
import * as fc from 'fast-check'

/** Short ids most of the time, so that failures are readable; sometimes of the greatest length. */
const idText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
    { weight: 1, arbitrary: fc.constantFrom('-', '_', '0', '__proto__', 'constructor', 'x'.repeat(64)) },
  )

/** The id of a tenant. */
export const arbitraryOrganizationId = (): fc.Arbitrary<OrganizationId> => idText().filter(OrganizationId.is)

/** The id of a pool. */
export const arbitraryPoolId = (): fc.Arbitrary<PoolId> => idText().filter(PoolId.is)

/** The id of a customer. */
export const arbitraryCustomerId = (): fc.Arbitrary<CustomerId> => idText().filter(CustomerId.is)

/** The id of a product. */
export const arbitraryProductId = (): fc.Arbitrary<ProductId> => idText().filter(ProductId.is)

/** The id of a subscription or an order. */
export const arbitrarySourceId = (): fc.Arbitrary<SourceId> => idText().filter(SourceId.is)

/** The id of a seat: of the given pool, or of any. */
export const arbitrarySeatId = (poolId?: PoolId): fc.Arbitrary<SeatId> =>
  fc
    .tuple(poolId === undefined ? arbitraryPoolId() : fc.constant(poolId), idText())
    .map(([pool, unique]) => seatIdOf(pool, unique))
    .filter(SeatId.is)

/** A command id, as a caller may choose one. */
export const arbitraryCommandId = (): fc.Arbitrary<CommandId> =>
  fc.oneof(fc.uuid(), fc.stringMatching(/^[\x21-\x7e]{1,40}$/)).filter(CommandId.is)

/** The name of a ledger's stream. */
export const arbitraryLedgerStream = (): fc.Arbitrary<StreamName> =>
  fc
    .tuple(arbitraryOrganizationId(), arbitraryPoolId())
    .map(([organizationId, poolId]) => ledgerStream(organizationId, poolId))

/** Text that is no id: empty, too long, or with a character that would change the meaning of a stream's name. */
export const arbitraryBadId = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('', ' ', '.', 'a.b', 'a/b', 'a b', 'a\n', 'ä', '漢', '\u0000', '%', 'a$', 'x'.repeat(65)),
    fc.string().filter((text) => !PoolId.is(text)),
  )
