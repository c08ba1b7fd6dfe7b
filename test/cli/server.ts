import { type Running, start } from './child.js'

/** A server as a process of its own. */
export interface Server extends Running {
  readonly address: string
  /** The fresh tokens of its greeting. */
  readonly organizationToken: string
  readonly customerSession: string
  /** Asks to end, and waits for it. */
  readonly stop: () => Promise<number | null>
}

/** Starts `seat-ledger serve` on a free port, in memory unless the flags say otherwise, and waits until it listens. */
export const startServer = async (
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<Server> => {
  const running = start(
    ['serve', '--port', '0', '--store', 'memory', '--log-format', 'json', ...args],
    environment,
  )
  await running.until(({ stdout }) => stdout.includes('Ctrl-C'))
  const token = (kind: string): string =>
    new RegExp(`\\b${kind}_[\\w-]{43}`).exec(running.stdout())?.[0] ?? ''
  return {
    ...running,
    address: /listens on (\S+)/.exec(running.stdout())?.[1] ?? '',
    organizationToken: token('oat'),
    customerSession: token('cst'),
    stop: async () => {
      running.child.kill('SIGTERM')
      return (await running.ended).code
    },
  }
}

interface LogLine {
  readonly msg: string
  readonly address?: string
}

/** A log in JSON, line by line. */
export const logLines = (stderr: string): readonly LogLine[] =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line))

/** Asks the API; gives the status and the body. */
export const ask = async (
  server: { readonly address: string },
  token: string,
  path: string,
  options: { readonly method?: string; readonly body?: object } = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
  const response = await fetch(`${server.address}${path}`, {
    method: options.method ?? 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const body: unknown = await response.json()
  return { status: response.status, body: Object.fromEntries(Object.entries(body ?? {})) }
}
