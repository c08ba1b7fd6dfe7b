import {
  type AuditFilter,
  auditLogPage,
  type LedgerName,
  ledgerHistory,
  type OrganizationId,
  type Person,
  personPage,
} from '@seat-ledger/core'
import { openCursor, sealCursor } from '../../call/cursor.js'
import type { Services } from '../services.js'
import type { History } from './event-pages.js'

/** The history of one ledger. Its cursors are revisions, which the ledger's owner may know. */
export const historyOfLedger = ({ log }: Services, ledger: LedgerName, filter: AuditFilter): History => ({
  ask: (page) => ledgerHistory(log.eventStore, ledger, filter, page),
  seal: (cursor) => cursor,
  open: (cursor) => cursor,
})

/** The history of an organization. */
export const historyOfOrganization = (
  services: Services,
  organizationId: OrganizationId,
  filter: AuditFilter,
): History => ({
  ask: (page) => auditLogPage(services.log.feed, { ...filter, organizationId }, page),
  ...sealedFor(services, organizationId),
})

/** The history of one person, seat by seat. */
export const historyOfPerson = (
  services: Services,
  organizationId: OrganizationId,
  person: Person,
  filter: AuditFilter,
): History => {
  const { eventStore, feed } = services.log
  return {
    ask: (page) => personPage(eventStore, feed, { ...filter, organizationId, person }, page),
    ...sealedFor(services, organizationId),
  }
}

const sealedFor = ({ keys }: Services, organizationId: OrganizationId): Pick<History, 'seal' | 'open'> => ({
  seal: (cursor) => sealCursor(keys, organizationId, cursor),
  open: (cursor) => openCursor(keys, organizationId, cursor),
})
