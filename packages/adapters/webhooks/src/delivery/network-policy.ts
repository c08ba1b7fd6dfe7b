import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { isPublicAddress } from './public-address.js'

/** Where webhooks may go. By default: https, to public addresses only. */
export interface NetworkPolicy {
  /** Also allow plain http, for trials and networks of one's own. */
  readonly allowHttp?: boolean
  /** Networks that may be reached although they are not public, as CIDR: `10.1.0.0/16`, `127.0.0.1/32`, `fd00::/8`. */
  readonly allowNetworks?: readonly string[]
}

/** An address that the policy forbids. The message names the host, never what lies behind it. */
export class AddressForbidden extends Error {
  override readonly name = 'AddressForbidden'

  constructor(host: string) {
    super(`${host} is not a public address`)
  }
}

/** What is wrong with a network of a policy; undefined when it is one. */
export const networkProblem = (network: string): string | undefined =>
  ipaddr.isValidCIDR(network) ? undefined : `"${network}" is not a network such as 10.1.0.0/16`

type Allows = (address: string) => boolean

/** Whether an address may be connected to. Throws a TypeError at once when a network of the policy is malformed. */
export const addressRule = ({ allowNetworks = [] }: NetworkPolicy): Allows => {
  const networks = allowNetworks.map((network) => {
    const problem = networkProblem(network)
    if (problem !== undefined) throw new TypeError(`allowNetworks: ${problem}`)
    return ipaddr.parseCIDR(network)
  })
  const listed = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match([base, bits]))
  }
  return (address) => isPublicAddress(address) || listed(address)
}

/** Why a URL may not be posted to, without asking any name server; undefined when it may. */
export const urlProblem = (text: string, policy: NetworkPolicy): string | undefined => {
  if (!URL.canParse(text)) return 'must be a URL such as https://example.com/hooks'
  const url = new URL(text)
  const allowsHttp = policy.allowHttp === true
  if (url.protocol !== 'https:' && !(allowsHttp && url.protocol === 'http:'))
    return allowsHttp ? 'must begin with https:// or http://' : 'must begin with https://'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host) && !addressRule(policy)(host)) return 'must not be a private address'
  return undefined
}

/**
 * Name resolution that gives forbidden addresses to nobody. The connection is made to what this returns, so a name that
 * points elsewhere a moment later (DNS rebinding) gains nothing.
 */
export const guardedLookup =
  (allows: Allows): LookupFunction =>
  (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, [])
      const allowed = found.filter(({ address }) => allows(address))
      const first = allowed[0]
      if (first === undefined) return callback(new AddressForbidden(host), [])
      if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
