import { ExitCode } from '../terminal/exit.js'

/** The wish to end. */
export interface StopSignal {
  readonly signal: AbortSignal
  /** Settles with the name of the first signal. */
  readonly received: Promise<string>
}

/** Listens to SIGTERM and SIGINT: the first asks to end in order, the second ends at once. */
export const stopSignal = (): StopSignal => {
  const controller = new AbortController()
  const received = new Promise<string>((resolve) => {
    const stop = (name: string): void => {
      if (controller.signal.aborted) process.exit(ExitCode.failed)
      controller.abort()
      resolve(name)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
  return { signal: controller.signal, received }
}
