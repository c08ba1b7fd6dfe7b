import { Counter, Gauge, type Registry } from 'prom-client'

/** What is counted of webhooks; a server without them has none of these figures. */
export interface WebhookMetrics {
  readonly posts: Counter<'result'>
}

/** How webhooks are doing, at the moment of a scrape. */
export interface WebhookReadings {
  readonly active: number
  readonly broken: number
  readonly parked: number
}

/** Adds the figures of webhooks to a registry. */
export const webhookMetrics = (registry: Registry, read: () => WebhookReadings): WebhookMetrics => {
  const registers = [registry]
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name: `seat_ledger_webhook_${name}`,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  }
  gauge('endpoints_active', 'Endpoints that are meant to receive.', () => read().active)
  gauge('endpoints_broken', 'Endpoints that nothing is sent to, after a failure.', () => read().broken)
  gauge('messages_parked', 'Messages that were given up and not sent again since.', () => read().parked)
  return {
    posts: new Counter({
      name: 'seat_ledger_webhook_posts_total',
      help: 'Tries to deliver, by what was answered: 2xx, 4xx, …, or failed without an answer.',
      labelNames: ['result'],
      registers,
    }),
  }
}
