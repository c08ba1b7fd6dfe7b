import type { Clock, Platform } from '@seat-ledger/core'
import { type NetworkPolicy, Webhooks } from '@seat-ledger/webhooks'

/** Loopback is a private address, so the tests have to allow it. */
export const LOOPBACK: NetworkPolicy = { allowHttp: true, allowNetworks: ['127.0.0.0/8'] }

/** Waits that take no time, so that days of retries take a moment; it begins where another clock is. */
const hasty = (clock: Clock): Clock => {
  let ahead = 0
  return {
    now: () => clock.now() + ahead,
    sleep: async (milliseconds) => {
      await new Promise((resolve) => setImmediate(resolve))
      ahead += milliseconds
    },
  }
}

/** Webhooks for a world; `patience: false` for retries that are over at once. */
export const webhooksOn =
  ({ patience = true, ...policy }: NetworkPolicy & { readonly patience?: boolean } = LOOPBACK) =>
  (platform: Platform): Webhooks =>
    new Webhooks({ platform: patience ? platform : { ...platform, clock: hasty(platform.clock) }, ...policy })
