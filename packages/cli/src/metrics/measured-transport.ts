import type { WebhookTransport } from '@seat-ledger/webhooks'
import type { WebhookMetrics } from './webhook-metrics.js'

/** The same transport, with what becomes of its posts counted. */
export const measuredTransport = (
  transport: WebhookTransport,
  { posts }: WebhookMetrics,
): WebhookTransport => ({
  ...transport,
  post: async (post) => {
    const result = await transport.post(post)
    posts.inc({ result: result._tag === 'Failed' ? 'failed' : `${Math.floor(result.status / 100)}xx` })
    return result
  },
})
