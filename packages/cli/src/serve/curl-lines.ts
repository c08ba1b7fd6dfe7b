import type { Trial } from './trial.js'

/** A command to paste, and what it does. */
export interface CurlLine {
  readonly says: string
  readonly line: string
}

/** Three commands that work when pasted in this order. */
export const curlLines = (address: string, trial: Trial): readonly CurlLine[] => {
  const organization = `-H 'Authorization: Bearer ${trial.organizationToken}'`
  const customer = `-H 'Authorization: Bearer ${trial.customerSession}'`
  const json = (body: object): string => `-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
  const curl = (path: string, ...options: readonly string[]): string =>
    ['curl -sS', ...options, `'${address}${path}'`, "-w '\\n'"].join(' ')
  const { pool } = trial
  const source = pool?.source ?? { kind: 'subscription', id: 'sub_demo' }
  const ofSource = `${source.kind}_id`
  const assign = {
    says: 'give a seat to Ada',
    line: curl('/v1/customer-seats', organization, json({ [ofSource]: source.id, email: 'ada@example.com' })),
  }
  const portal = {
    says: 'the same team, as its owner sees it',
    line: curl(`/v1/customer-portal/seats?${ofSource}=${source.id}`, customer),
  }
  if (pool === undefined) return [{ says: 'open a pool of 10 seats', line: openPool() }, assign, portal]
  return [
    assign,
    { says: 'see who has one', line: curl(`/v1/customer-seats?${ofSource}=${source.id}`, organization) },
    portal,
  ]

  function openPool(): string {
    const body = {
      source,
      customer_id: trial.customerId,
      product: { id: 'prod_demo', name: 'Team' },
      capacity: 10,
    }
    return curl(`/v1/seat-pools/${source.id}`, '-X PUT', organization, json(body))
  }
}
