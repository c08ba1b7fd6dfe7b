import type { OrganizationId, SeatId } from '@seat-ledger/core'
import type { Awaitable } from './awaitable.js'

/** What a link is made of. */
export interface ClaimLink {
  /** URL-safe as it is. */
  readonly token: string
  readonly organizationId: OrganizationId
  readonly seatId: SeatId
}

/**
 * Where seats are claimed: a template such as `https://app.example/claim?invitation_token={token}`, in which
 * `{organization_id}` may stand too, or a function. It must give http or https.
 */
export type ClaimUrl = string | ((link: ClaimLink) => Awaitable<string>)

/** What is wrong with a template; undefined when nothing is. Completes the sentence "<field> …". */
export const claimUrlProblem = (template: string): string | undefined => {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name)
  const unknown = names.find((name) => name !== 'token' && name !== 'organization_id')
  if (unknown !== undefined) return `must hold no {${unknown}}; there are {token} and {organization_id}`
  if (!names.includes('token')) return 'must hold {token}'
  const sample = webLink(filled(template, { token: SAMPLE, organization_id: 'x' }))
  if (sample === undefined) return 'must begin with https:// or http://'
  return sample.includes(SAMPLE) ? undefined : 'must hold {token} behind the host name'
}

/** Host names know no capitals, so a token there would come to harm. */
const SAMPLE = 'Token'

/** The link of an invitation; undefined when what was made is no link. Rejects with what the host's function throws. */
export const linkOf = async (claimUrl: ClaimUrl, link: ClaimLink): Promise<string | undefined> =>
  webLink(
    typeof claimUrl === 'string'
      ? filled(claimUrl, { token: link.token, organization_id: link.organizationId })
      : await claimUrl(link),
  )

const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{([^{}]*)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))

const webLink = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}
