import {
  createSeatLedger,
  type EngineOptions,
  type Platform,
  type RunningProjection,
  type SeatDirectory,
  type SeatLedger,
  seatIndex,
  startProjection,
} from '@seat-ledger/core'
import type { Logger } from 'pino'
import { measuredLedger } from '../metrics/measured-ledger.js'
import { measuredStore } from '../metrics/measured-store.js'
import { createMetrics, type Metrics, watch } from '../metrics/metrics.js'
import { ProjectionLag } from '../metrics/projection-lag.js'
import type { OpenStore } from '../stores/store.js'
import type { ServeFlags } from './settings.js'

/** The engine at work: commands, read model, figures. */
export interface RunningEngine {
  readonly ledger: SeatLedger
  readonly seats: RunningProjection<SeatDirectory>
  readonly metrics: Metrics
  /** Takes no more commands, finishes those taken, then ends the read model. */
  readonly close: () => Promise<void>
}

/** Starts the engine and its read model on a store; both are measured. */
export const startEngine = (
  store: Pick<OpenStore, 'platform' | 'startSeats'>,
  flags: ServeFlags,
  logger: Logger,
  requestsInFlight: () => number,
): RunningEngine => {
  const { platform } = store
  const metrics = createMetrics()
  const seats = store.startSeats?.() ?? seatsInMemory(platform, logger)
  const lag = new ProjectionLag(seats.position, () => performance.now())
  const eventStore = measuredStore(platform.eventStore, metrics)
  const engine = createSeatLedger({ ...platform, eventStore }, engineOptions(flags))
  const ledger = measuredLedger(engine, metrics, (position) => lag.written(position))
  watch(metrics, {
    projectionLagSeconds: () => lag.seconds(),
    projectionLagPositions: () => lag.positions(),
    projectionLive: () => seats.status()._tag === 'Live',
    projectionSkipped: () => seats.skipped().count,
    cached: ledger.cached,
    requestsInFlight,
  })
  return {
    ledger,
    seats,
    metrics,
    close: async () => {
      await ledger.close()
      await seats.stop()
    },
  }
}

const seatsInMemory = (platform: Platform, logger: Logger): RunningProjection<SeatDirectory> =>
  startProjection({
    projection: seatIndex,
    feed: platform.feed,
    clock: platform.clock,
    // A newer version may have written what this one cannot read: it shows the rest, and the gauge shows the gap.
    onUnreadable: 'skip',
    onInterruption: (failure) =>
      logger.warn(
        { failure: failure._tag, err: failure.cause },
        `the read model is interrupted: ${failure.detail}`,
      ),
  })

const engineOptions = (flags: ServeFlags): EngineOptions => ({
  expiresInSeconds: flags.invitationSeconds,
  releaseExpired: flags.releaseExpired,
  cachedSeats: flags.cachedSeats,
})
