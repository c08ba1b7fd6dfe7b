import type { Clock } from '@seat-ledger/core'
import { type Directory, memoryDirectory, type Organization, type Subject } from '@seat-ledger/http'
import type { SeedFile, SeedOrganization, SeedToken } from './codec.js'

/** Everybody whom a server knows when it starts: those of its seed, and the bearers of the tokens made for the greeting. */
export const directoryOf = (
  seed: SeedFile,
  fresh: readonly { readonly token: string; readonly subject: Subject }[],
  clock: Clock,
): Directory =>
  memoryDirectory({
    organizations: seed.organizations.map(organizationOf),
    tokens: [
      ...(seed.tokens ?? []).map((token) => ({ token: token.token, subject: subjectOf(token) })),
      ...fresh,
    ],
    clock,
  })

const organizationOf = (organization: SeedOrganization): Organization => ({
  id: organization.id,
  name: organization.name,
  slug: organization.slug,
  claimPolicy: organization.claim_policy ?? 'token',
  maskEmail: organization.mask_email ?? true,
  seatsEnabled: organization.seats_enabled ?? true,
})

const subjectOf = (token: SeedToken): Subject => {
  switch (token.kind) {
    case 'organization':
      return { kind: token.kind, organizationId: token.organization_id, scopes: token.scopes }
    case 'personal':
      return {
        kind: token.kind,
        userId: token.user_id,
        organizationIds: token.organization_ids,
        scopes: token.scopes,
      }
    case 'customer_session':
      return {
        kind: token.kind,
        organizationId: token.organization_id,
        customerId: token.customer_id,
        email: token.email?.typed ?? null,
        scopes: token.scopes,
      }
  }
}
