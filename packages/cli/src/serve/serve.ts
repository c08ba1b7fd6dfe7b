import type { RequestListener } from 'node:http'
import { CustomerId, type Platform, type RunningReactor } from '@seat-ledger/core'
import type { Webhooks } from '@seat-ledger/webhooks'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { directoryOf } from '../seed/directory.js'
import { openPools } from '../seed/open-pools.js'
import type { OpenStore } from '../stores/store.js'
import { version } from '../terminal/about.js'
import { colours } from '../terminal/colours.js'
import { failed } from '../terminal/exit.js'
import { serverListener } from './api.js'
import { startCheckpoints } from './checkpoints.js'
import { type RunningEngine, startEngine } from './engine.js'
import { greeting } from './greeting.js'
import { addressOf, type ListeningServer, listen } from './http-server.js'
import { createLogger } from './logger.js'
import { readinessOf } from './readiness.js'
import type { ServeSettings } from './settings.js'
import { stopSignal } from './stop-signal.js'
import { prepareTrial, type Trial, tokensOf } from './trial.js'

/** A server that is up. */
interface RunningServer {
  readonly engine: RunningEngine
  readonly http: ListeningServer
  readonly trial: Trial | undefined
  /** Undefined when this server runs none. */
  readonly webhooks: Webhooks | undefined
  /** Undefined when no mail is sent. */
  readonly mail: RunningReactor | undefined
}

/** Serves until it is told to stop. Whatever ends it, the store is given back. */
export const serve = async (settings: ServeSettings): Promise<void> => {
  const { flags, storeKind, keys, clock } = settings
  const stopping = stopSignal()
  const logger = await createLogger(flags)
  const world = { clock, invitationKeys: keys, dataDirectory: flags.data }
  const store = await storeKind.open(flags.store, world)
  try {
    const stopped = stopping.received.then((reason): never => {
      throw failed(`${reason} came before the server listened.`)
    })
    const server = await Promise.race([start(settings, store, logger, stopping.signal), stopped])
    greet(settings, store, server, logger)
    const { checkpoints } = settings
    const checkpointing =
      checkpoints === undefined ? undefined : startCheckpoints(checkpoints, store.platform, logger)
    const reason = await stopping.received
    logger.info({ reason, inFlight: server.http.inFlight() }, 'stopping: what was begun is finished first')
    const inTime = await server.http.stop(flags.shutdownSeconds * 1_000)
    await server.engine.close()
    await server.webhooks?.stop()
    await server.mail?.stop()
    await checkpointing?.stop()
    if (!inTime)
      throw failed(`Requests were cut off: they took longer than ${flags.shutdownSeconds} s to finish.`)
  } finally {
    await store.close()
  }
  logger.info('stopped')
}

const start = async (
  settings: ServeSettings,
  store: OpenStore,
  logger: Logger,
  stopping: AbortSignal,
): Promise<RunningServer> => {
  const { flags, seed } = settings
  let http: ListeningServer | undefined
  let webhooks: Webhooks | undefined
  const engine = startEngine(store, flags, logger, () => http?.inFlight() ?? 0)
  try {
    await openPools(engine.ledger, seed)
    const trial = flags.greeting === 'full' ? await prepareTrial(engine.ledger, seed, noOwner()) : undefined
    const directory = directoryOf(seed, trial === undefined ? [] : tokensOf(trial), store.platform.clock)
    const readiness = () => readinessOf(engine.seats.status(), stopping.aborted)
    const { platform } = store
    const startWebhooks = await webhooksOf(settings)
    let handle: RequestListener | undefined
    http = await listen((incoming, outgoing) => handle?.(incoming, outgoing), flags)
    // Only who has the port: a second server that is started by mistake must not send anything.
    webhooks = startWebhooks?.(platform, engine.metrics.registry, logger)
    handle = serverListener({ engine, directory, platform, flags, logger, readiness, webhooks })
    return { engine, http, trial, webhooks, mail: await mailOf(settings, store, logger) }
  } catch (cause) {
    await webhooks?.stop()
    await engine.close()
    throw cause
  }
}

type StartWebhooks = (platform: Platform, registry: Registry, logger: Logger) => Webhooks

/** Loads what webhooks need only where they are run. */
const webhooksOf = async ({ webhooks: policy }: ServeSettings): Promise<StartWebhooks | undefined> => {
  if (policy === undefined) return undefined
  const { startWebhooks } = await import('./webhooks.js')
  return (...world) => startWebhooks(policy, ...world)
}

const mailOf = async (
  { mail }: ServeSettings,
  { platform }: OpenStore,
  logger: Logger,
): Promise<RunningReactor | undefined> => {
  if (mail === undefined) return undefined
  const { startMail } = await import('./mail.js')
  return startMail(mail, platform, logger)
}

const greet = (
  settings: ServeSettings,
  store: OpenStore,
  { http, trial }: RunningServer,
  logger: Logger,
): void => {
  const { host, now } = settings.flags
  const clock = now?.description
  const address = addressOf(host, http.port)
  const facts = {
    version: version(),
    address,
    store: store.description,
    keys: settings.keysFrom,
    clock,
    mail: settings.mail?.description,
    trial,
  }
  process.stdout.write(greeting(facts, colours))
  logger.info({ address, host, port: http.port, store: store.description, version: version() }, 'listening')
}

/** Whom the customer session of the greeting is for when no pool has an owner yet. */
const noOwner = (): CustomerId => {
  const id = 'cus_demo'
  if (!CustomerId.is(id)) throw new Error('cus_demo is an id')
  return id
}
