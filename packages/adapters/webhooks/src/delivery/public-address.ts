import ipaddr from 'ipaddr.js'

/**
 * Whether an address lies on the public internet: not private, loopback, link-local (where clouds keep their metadata),
 * shared, multicast or reserved; an IPv6 form of an IPv4 address is judged by that address. Text that is no address is
 * not public.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast'
  return parsed.range() === 'unicast' && GLOBAL_UNICAST.some((range) => parsed.match(range))
}

/** The only IPv6 space that is given out to hosts (RFC 4291, section 2.4); outside it lie tunnels and leftovers. */
const GLOBAL_UNICAST = [ipaddr.IPv6.parseCIDR('2000::/3')]
