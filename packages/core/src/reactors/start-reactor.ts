import { ReactorLoop } from './reactor-loop.js'
import type { ReactorOptions, RunningReactor } from './running-reactor.js'

/**
 * Starts a reactor where it left off: its checkpoint says how far it came, its journal what is still to be tried again.
 * Only one runner of a name may be active; the second to write ends as `Failed` with `WrongRevision`.
 */
export const startReactor = (options: ReactorOptions): RunningReactor => {
  const loop = new ReactorLoop(options)
  const ended = loop.run()
  return {
    status: () => loop.life.status,
    position: () => loop.position(),
    parked: () => [...loop.journal.backlog.parked.values()],
    behind: () => [...loop.journal.backlog.behind.values()],
    skipped: () => loop.skipped,
    replay: (places) => loop.replay(places),
    settled: (position) => loop.settled(position),
    stop: () => {
      loop.life.finish({ _tag: 'Stopped' })
      return ended
    },
  }
}
