import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test file. */
export interface Folder {
  readonly path: (name: string) => string
  /** Writes a file, gives its path. */
  readonly write: (name: string, content: string | object) => string
  readonly remove: () => void
}

export const folder = (): Folder => {
  const root = mkdtempSync(join(tmpdir(), 'seat-ledger-cli-'))
  return {
    path: (name) => join(root, name),
    write: (name, content) => {
      const path = join(root, name)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
      return path
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** The seed of the documentation. */
export const exampleSeed = {
  organizations: [
    {
      id: 'org_a',
      name: 'Acme',
      slug: 'acme',
      claim_policy: 'token',
      mask_email: false,
      seats_enabled: true,
    },
  ],
  tokens: [
    {
      token: 'oat_a',
      kind: 'organization',
      organization_id: 'org_a',
      scopes: ['customer_seats:read', 'customer_seats:write'],
    },
    {
      token: 'pat_a',
      kind: 'personal',
      user_id: 'usr_1',
      organization_ids: ['org_a'],
      scopes: ['customer_seats:read'],
    },
    {
      token: 'cst_owner',
      kind: 'customer_session',
      organization_id: 'org_a',
      customer_id: 'cus_owner',
      email: 'owner@acme.example',
      scopes: ['customer_portal:read', 'customer_portal:write'],
    },
  ],
  pools: [
    {
      organization_id: 'org_a',
      source: { kind: 'subscription', id: 'sub_1' },
      customer_id: 'cus_owner',
      product: { id: 'prod_1', name: 'Team Pro' },
      capacity: 5,
    },
  ],
}
