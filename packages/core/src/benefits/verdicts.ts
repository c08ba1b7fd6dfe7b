import { type OrganizationId, type PoolId, poolIdOf, SeatId } from '../domain/ids.js'
import { millisecondsOf } from '../domain/instant.js'
import type { BenefitAnswer } from '../ports/benefits.js'
import { ask } from './ask.js'
import type { Doubtful } from './compare.js'
import { LedgerNow } from './ledger-now.js'
import type { BenefitDifference, ReconcileMessage, ReconcileOptions } from './reconcile.js'
import type { Standing } from './standing.js'

type Options = ReconcileOptions & { readonly signal: AbortSignal }

/** Looks at doubtful keys once more, ledger by ledger, and mends what is wrong where that was asked for. */
export async function* verdicts(
  options: Options,
  organizationId: OrganizationId,
  doubtful: Doubtful,
): AsyncGenerator<ReconcileMessage, void, undefined> {
  for (const [poolId, keys] of byPool([...doubtful.missing, ...doubtful.extra])) {
    const ledger = new LedgerNow(options.platform.eventStore, { organizationId, poolId })
    const failure = await ledger.readOn()
    if (failure !== undefined) return yield unreadable(failure.detail)
    for (const key of keys) {
      if (options.signal.aborted) return
      const isGranted = doubtful.extra.has(key)
      const difference = await verdict(options, ledger, key, isGranted)
      if (difference !== undefined) yield { _tag: 'Difference', difference }
    }
  }
  for (const key of doubtful.extra) {
    if (!SeatId.is(key)) yield { _tag: 'Difference', difference: unknown(organizationId, key) }
  }
}

const byPool = (keys: readonly string[]): ReadonlyMap<PoolId, readonly SeatId[]> => {
  const pools = new Map<PoolId, SeatId[]>()
  for (const key of keys) {
    if (!SeatId.is(key)) continue
    const own = pools.get(poolIdOf(key)) ?? []
    own.push(key)
    pools.set(poolIdOf(key), own)
  }
  return pools
}

const verdict = async (
  options: Options,
  ledger: LedgerNow,
  key: SeatId,
  isGranted: boolean,
): Promise<BenefitDifference | undefined> => {
  const standing = ledger.standing(key)
  if (standing === undefined) return isGranted ? unknown(ledger.name.organizationId, key) : undefined
  if (standing.granted === isGranted || isFresh(options, standing)) return undefined
  const repair = options.repair === true ? await mend(options, ledger, standing) : null
  const { benefit, since } = standing
  const kind = isGranted ? 'stray' : 'missing'
  return { kind, organizationId: benefit.organizationId, key, benefit, since, repair }
}

const isFresh = ({ platform, graceSeconds = 60 }: Options, { since }: Standing): boolean =>
  platform.clock.now() - millisecondsOf(since) < graceSeconds * 1_000

/** A revoke that was recorded while the grant was under way may have been carried out before it: then it is made up for. */
const mend = async (options: Options, ledger: LedgerNow, standing: Standing): Promise<BenefitAnswer> => {
  const { benefits, platform, timeoutSeconds = 30, signal } = options
  const asking = { benefits, clock: platform.clock, timeoutSeconds, signal }
  const { benefit, granted } = standing
  const answer = await ask(granted ? 'grant' : 'revoke', benefit, asking)
  if (!granted) return answer
  const failure = await ledger.readOn()
  if (failure !== undefined)
    return { _tag: 'TryLater', detail: `granted, and the ledger cannot be read: ${failure.detail}` }
  return ledger.standing(benefit.key)?.granted === true ? answer : ask('revoke', benefit, asking)
}

const unknown = (organizationId: OrganizationId, key: string): BenefitDifference => ({
  kind: 'unknown',
  organizationId,
  key,
  benefit: null,
  since: null,
  repair: null,
})

const unreadable = (detail: string): ReconcileMessage => ({
  _tag: 'Failed',
  detail: `a ledger cannot be read: ${detail}`,
})
