import { CorrelationId } from '@seat-ledger/core'

const GOOD = /^[\w.:=+/@-]{1,128}$/

/** The caller's `X-Request-Id` where it is harmless in a header, a log and an event; else a new one. */
export const requestIdOf = (given: string | null): CorrelationId => {
  const id = given !== null && GOOD.test(given) ? given : crypto.randomUUID()
  if (!CorrelationId.is(id)) throw new Error('what GOOD accepts is a correlation id')
  return id
}
