import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** How the log looks, and how much of it there is. */
export interface LogSettings {
  readonly logFormat: 'pretty' | 'json'
  readonly logLevel: string
}

const STDERR = 2

/**
 * The log, on stderr: stdout is for what the command was asked for. It is written at once, so that the last lines of a
 * process that ends are there.
 */
export const createLogger = async ({ logFormat, logLevel }: LogSettings): Promise<Logger> => {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Nothing here logs a header or a body; this holds when somebody does so one day.
    redact: ['authorization', 'token', 'key', '*.authorization', '*.token', '*.key'],
  }
  return logFormat === 'json'
    ? pino(options, pino.destination({ dest: STDERR, sync: true }))
    : pino(options, await prettyStream())
}

/** Loaded only by who reads the log with their eyes. */
const prettyStream = async (): Promise<DestinationStream> => {
  const { default: pretty } = await import('pino-pretty')
  const { errorColours } = await import('../terminal/colours.js')
  return pretty({
    destination: STDERR,
    sync: true,
    colorize: errorColours.isColorSupported,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  })
}
