import type { RequestReport } from '@seat-ledger/http'
import type { Logger } from 'pino'

/** One line per answer: what was asked for and what became of it. What lies behind a 5xx is in the log and only there. */
export const requestLog =
  (logger: Logger) =>
  (report: RequestReport): void => {
    const { method, path, status, durationMs, cause, ...rest } = report
    const milliseconds = Math.round(durationMs * 10) / 10
    const line = `${method} ${path} ${status}`
    if (status >= 500) logger.error({ ...rest, status, milliseconds, err: cause }, line)
    else logger.info({ ...rest, status, milliseconds }, line)
  }
