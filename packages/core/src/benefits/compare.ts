import type { OrganizationId } from '../domain/ids.js'
import type { GrantedBenefits } from '../ports/benefits.js'

/** Keys on which log and host did not agree when they were read. */
export interface Doubtful {
  /** Claimed by the log, not listed by the host. */
  readonly missing: ReadonlySet<string>
  /** Listed by the host, not claimed by the log; or listed twice. */
  readonly extra: ReadonlySet<string>
}

/** What is doubtful, and how many keys the host listed. */
type Compared =
  | { readonly _tag: 'Compared'; readonly granted: number; readonly doubtful: Doubtful }
  | { readonly _tag: 'Failed'; readonly detail: string }

/** Holds the seats that the log says are claimed against the host's list. `claimed` is used up. */
export const compare = async (
  benefits: GrantedBenefits,
  organizationId: OrganizationId,
  claimed: Set<string>,
  signal: AbortSignal,
): Promise<Compared> => {
  const extra = new Set<string>()
  let granted = 0
  try {
    for await (const message of benefits.granted(organizationId, signal)) {
      if (message._tag === 'Failed') return failed(message.detail)
      if (signal.aborted) return { _tag: 'Failed', detail: 'it was stopped' }
      // Hosts need not be written in TypeScript.
      if (typeof message.key !== 'string') return failed('it holds something that is no key')
      granted += 1
      if (!claimed.delete(message.key)) extra.add(message.key)
    }
  } catch (cause) {
    return failed(cause instanceof Error ? cause.message : 'it threw')
  }
  return { _tag: 'Compared', granted, doubtful: { missing: claimed, extra } }
}

const failed = (detail: string): Compared => ({
  _tag: 'Failed',
  detail: `the host's list of what is granted ended early: ${detail}`,
})
