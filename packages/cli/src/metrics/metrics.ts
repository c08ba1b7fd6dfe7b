import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** From a cached assign in memory (tens of microseconds) to a store that hardly answers. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The instruments of a server; their names are a promise to dashboards. */
export interface Metrics {
  readonly registry: Registry
  readonly commands: Counter<'command' | 'result'>
  readonly commandSeconds: Histogram<'command'>
  readonly conflicts: Counter
  readonly storeFailures: Counter<'operation' | 'failure'>
  readonly requests: Counter<'operation' | 'status'>
  readonly requestSeconds: Histogram<'operation'>
}

/** What is read at the moment of a scrape. */
export interface Readings {
  readonly projectionLagSeconds: () => number
  readonly projectionLagPositions: () => number
  readonly projectionLive: () => boolean
  readonly projectionSkipped: () => number
  readonly cached: () => { readonly pools: number; readonly weight: number }
  readonly requestsInFlight: () => number
}

/** A registry of its own per server, with Node's own figures beside ours. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    commands: new Counter({
      name: 'seat_ledger_commands_total',
      help: 'Calls of the engine by what became of them: ok, or the tag of the failure.',
      labelNames: ['command', 'result'],
      registers,
    }),
    commandSeconds: new Histogram({
      name: 'seat_ledger_command_duration_seconds',
      help: 'How long a call of the engine took, its wait in the mailbox included.',
      labelNames: ['command'],
      buckets: SECONDS,
      registers,
    }),
    conflicts: new Counter({
      name: 'seat_ledger_conflicts_total',
      help: 'Appends that another process was faster than; each is tried again.',
      registers,
    }),
    storeFailures: new Counter({
      name: 'seat_ledger_store_failures_total',
      help: 'Appends and reads that failed for another reason than a lost race.',
      labelNames: ['operation', 'failure'],
      registers,
    }),
    requests: new Counter({
      name: 'seat_ledger_http_requests_total',
      help: 'Requests answered, by operation of the OpenAPI document and status.',
      labelNames: ['operation', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'seat_ledger_http_request_duration_seconds',
      help: 'How long a request took until it was answered.',
      labelNames: ['operation'],
      buckets: SECONDS,
      registers,
    }),
  }
}

/** Adds the figures that are asked for when somebody looks. */
export const watch = ({ registry }: Metrics, readings: Readings): void => {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `seat_ledger_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  gauge(
    'projection_lag_seconds',
    'How long the oldest answered write of this process has been waiting to be seen by readers.',
    readings.projectionLagSeconds,
  )
  gauge(
    'projection_lag_positions',
    'Last answered write minus last projected position, in positions of the log.',
    readings.projectionLagPositions,
  )
  gauge('projection_live', '1 when readers see everything recorded, else 0.', () =>
    readings.projectionLive() ? 1 : 0,
  )
  gauge(
    'projection_skipped_events',
    'Events that this version cannot read and passed over.',
    readings.projectionSkipped,
  )
  gauge('cached_pools', 'Pools whose state is kept in memory.', () => readings.cached().pools)
  gauge('cached_weight', 'Pools plus seats whose state is kept in memory.', () => readings.cached().weight)
  gauge('http_requests_in_flight', 'Requests taken and not yet answered.', readings.requestsInFlight)
}
