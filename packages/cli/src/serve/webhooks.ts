import type { Platform } from '@seat-ledger/core'
import { type NetworkPolicy, networkProblem, undiciTransport, Webhooks } from '@seat-ledger/webhooks'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { measuredTransport } from '../metrics/measured-transport.js'
import { webhookMetrics } from '../metrics/webhook-metrics.js'
import { wrongInput } from '../terminal/exit.js'

/** The flags of webhooks. */
export interface WebhookFlags {
  readonly webhooks?: 'on' | 'off'
  readonly webhookAllow?: string
}

/** Where webhooks may go; undefined when this server runs none. */
export type WebhookSettings = NetworkPolicy | undefined

/**
 * Reads the flags. A store that several servers share gets webhooks from the one that is told to: two would send
 * everything twice.
 */
export const webhookSettingsOf = (
  { webhooks, webhookAllow }: WebhookFlags,
  isShared: boolean,
): WebhookSettings => {
  const allowNetworks = webhookAllow?.split(',').map((network) => network.trim()) ?? []
  const faults = allowNetworks.flatMap((network) => networkProblem(network) ?? [])
  if (faults.length > 0) throw wrongInput(...faults.map((fault) => `--webhook-allow: ${fault}.`))
  if ((webhooks ?? (isShared ? 'off' : 'on')) === 'off') return undefined
  return { allowNetworks, allowHttp: allowNetworks.length > 0 }
}

/** Starts webhooks on a store, with their figures beside the others. */
export const startWebhooks = (
  policy: NetworkPolicy,
  platform: Platform,
  registry: Registry,
  logger: Logger,
): Webhooks => {
  const metrics = webhookMetrics(registry, () => webhooks.status())
  const webhooks = new Webhooks({
    ...policy,
    platform,
    transport: measuredTransport(undiciTransport(policy), metrics),
    onFailure: (endpointId, failure) =>
      failure._tag === 'WrongRevision'
        ? logger.error({ endpointId }, 'another server runs this webhook: turn --webhooks off in one of them')
        : logger.warn(
            { endpointId, failure: failure._tag },
            'a webhook is interrupted and goes on by itself in a moment',
          ),
  })
  return webhooks
}
