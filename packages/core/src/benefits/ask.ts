import type { Benefit, BenefitAnswer, Benefits } from '../ports/benefits.js'
import type { Clock } from '../ports/clock.js'

/** A host, and how long it may take for an answer. */
export interface Asking {
  readonly benefits: Benefits
  readonly clock: Clock
  readonly timeoutSeconds: number
  readonly signal: AbortSignal
}

/** What the host answers in time. A host that throws, is too late or answers something else is to be asked later. */
export const ask = async (
  deed: keyof Benefits,
  benefit: Benefit,
  { benefits, clock, timeoutSeconds, signal }: Asking,
): Promise<BenefitAnswer> => {
  const asking = new AbortController()
  const stop = (): void => asking.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const late = clock.sleep(timeoutSeconds * 1_000, asking.signal).then(() => LATE)
    return understood(await Promise.race([benefits[deed](benefit, asking.signal), late]))
  } catch (cause) {
    return later(cause instanceof Error ? cause.message : 'the host threw')
  } finally {
    signal.removeEventListener('abort', stop)
    asking.abort()
  }
}

const later = (detail: string): BenefitAnswer => ({ _tag: 'TryLater', detail })

const LATE = later('the host gave no answer in time')

/** Hosts need not be written in TypeScript. */
const understood = (answer: unknown): BenefitAnswer => {
  if (typeof answer !== 'object' || answer === null || !('_tag' in answer)) return later(NO_ANSWER)
  if (answer._tag === 'Done') return { _tag: 'Done' }
  const detail = 'detail' in answer ? `${answer.detail}` : ''
  if (answer._tag === 'Never') return { _tag: 'Never', detail }
  if (answer._tag !== 'TryLater') return later(NO_ANSWER)
  const seconds = 'afterSeconds' in answer ? Number(answer.afterSeconds) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0
    ? { _tag: 'TryLater', detail, afterSeconds: seconds }
    : later(detail)
}

const NO_ANSWER = 'the host answered neither Done nor TryLater nor Never'
