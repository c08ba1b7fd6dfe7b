import { type NetworkPolicy, urlProblem } from './network-policy.js'

/** Where a URL leads, or why nothing may be posted to it. */
type Target = { readonly origin: string; readonly path: string } | { readonly problem: string }

const MAX_KNOWN = 1_000

/** URLs taken apart and checked once, as an endpoint gets many messages. */
export class Targets {
  private readonly policy: NetworkPolicy
  private readonly known = new Map<string, Target>()

  constructor(policy: NetworkPolicy) {
    this.policy = policy
  }

  of(text: string): Target {
    const known = this.known.get(text)
    if (known !== undefined) return known
    if (this.known.size >= MAX_KNOWN) this.known.clear()
    const target = this.read(text)
    this.known.set(text, target)
    return target
  }

  private read(text: string): Target {
    const problem = urlProblem(text, this.policy)
    if (problem !== undefined) return { problem }
    const { origin, pathname, search } = new URL(text)
    return { origin, path: `${pathname}${search}` }
  }
}
