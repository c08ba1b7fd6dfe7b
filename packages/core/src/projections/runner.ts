import { ProjectionLoop } from './projection-loop.js'
import type { ProjectionOptions, RunningProjection } from './running-projection.js'

/**
 * Starts to feed a projection with the ledgers' events. It survives a feed that fails; it ends by `stop`, by an
 * unreadable event where it was told to, or when the projection itself throws.
 */
export const startProjection = <State>(options: ProjectionOptions<State>): RunningProjection<State> => {
  const loop = new ProjectionLoop(options)
  const ended = loop.run()
  return {
    query: (question) => question(loop.state),
    status: () => loop.status,
    position: () => loop.position,
    skipped: () => loop.skipped,
    ready: loop.ready,
    waitFor: (position, { timeoutMs = Number.POSITIVE_INFINITY } = {}) => loop.waitFor(position, timeoutMs),
    stop: () => {
      loop.abort()
      return ended
    },
  }
}
