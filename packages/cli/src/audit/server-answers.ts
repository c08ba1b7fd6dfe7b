import type { ReportRow } from '@seat-ledger/audit'
import { type AuditFilter, MAX_AUDIT_LIMIT, type Moment } from '@seat-ledger/core'
import { type ApiSettings, type Ask, apiOf, type Hints, RETRY_READS } from '../api/api-client.js'
import { type AuditAnswers, type Scope, warn } from './answers.js'
import {
  AsOfBody,
  ChangesBody,
  EventsBody,
  periodOf,
  rowOfEvent,
  rowOfSeat,
  UsageOverTimeBody,
} from './server-bodies.js'

const HINTS: Hints = {
  401: 'Is --token right, and an organization or personal token?',
  404: 'Is the id right, and of the organization of this token?',
}

/** The answers of a running server. */
export const serverAnswers = (settings: ApiSettings): AuditAnswers => {
  const ask = apiOf(settings, HINTS)
  const askPool = <A>(
    codec: Parameters<typeof ask<A>>[0],
    poolId: string,
    what: string,
    query: Query,
  ): Promise<A> =>
    ask(codec, `seat-audit/pools/${encodeURIComponent(poolId)}/${what}`, { query: given(query) })
  return {
    history: (scope, filter) => history(ask, scope, filter),
    asOf: async ({ poolId, moment, all }) => {
      const query = { ...momentQuery(moment), seats: all ? 'all' : 'live' }
      const body = await askPool(AsOfBody, poolId, 'as-of', query)
      return { ...body, seats: body.seats.map(rowOfSeat), unreadable: body.unreadable_events }
    },
    changes: async ({ poolId, since, at }) => {
      const body = await askPool(ChangesBody, poolId, 'changes', { since, at })
      const seats = body.changes.map(({ after }) => rowOfSeat(after))
      return { ...body.after, seats, unreadable: body.unreadable_events }
    },
    usage: async (poolId, { from, to, period }) => {
      const body = await askPool(UsageOverTimeBody, poolId, 'usage', { from, to, period })
      return {
        organizationId: body.organization_id,
        periods: body.periods.map(periodOf),
        unreadable: body.unreadable_events,
      }
    },
  }
}

type Query = { readonly [name: string]: string | undefined }

const given = (query: Query): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

const momentQuery = (moment: Moment): Query =>
  'time' in moment ? { at: moment.time } : { revision: `${moment.revision}` }

async function* history(ask: Ask, scope: Scope, filter: AuditFilter): AsyncGenerator<ReportRow> {
  const { path, query } = placeOf(scope)
  let cursor: string | undefined
  let unreadable = 0
  do {
    const asked = given({ ...query, ...filterQuery(filter), limit: `${MAX_AUDIT_LIMIT}`, cursor })
    const page = await ask(EventsBody, path, {
      query: asked,
      ...(cursor !== undefined && { retry: RETRY_READS }),
    })
    for (const item of page.items) {
      const row = rowOfEvent(item)
      if (row === undefined) unreadable += 1
      else yield row
    }
    unreadable += page.unreadable_events
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  warn(unreadable)
}

const placeOf = (scope: Scope): { readonly path: string; readonly query: Query } => {
  switch (scope.by) {
    case 'organization':
      return { path: 'seat-audit/events', query: {} }
    case 'pool':
      return { path: 'seat-audit/events', query: { pool_id: scope.poolId } }
    case 'seat':
      return { path: `seat-audit/seats/${encodeURIComponent(scope.seatId)}/history`, query: {} }
    case 'person': {
      const { person } = scope
      const query = 'email' in person ? { email: person.email } : { customer_id: person.customerId }
      return { path: 'seat-audit/people', query }
    }
  }
}

const filterQuery = ({ types, from, to, actor }: AuditFilter): Query => ({
  type: types?.join(','),
  from,
  to,
  actor_id: actor?.id,
  actor_kind: actor?.kind,
})
