import { persistentSubscriptionToAllSettingsFromDefaults, streamNameFilter } from '@eventstore/db-client'
import { LEDGER_PREFIX, type ReactorEnd, type ReadFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { factsOf, readFailure } from '../connection/failures.js'
import { timedCall } from '../connection/timed-call.js'
import { QueueConsumer } from './queue-consumer.js'
import type { QueueOptions, RunningQueue } from './queue-options.js'

/** Joins the queue of a reactor's name, made at the first time from the start of the log. */
export const startQueue = (connection: Connection, options: QueueOptions): RunningQueue => {
  const { reactor, messageTimeoutMs = 30_000, prefix = LEDGER_PREFIX } = options
  const { call, timeoutMs } = connection.settings
  const group = reactor.name
  const ask = async <Result>(
    work: (client: Parameters<Parameters<typeof timedCall>[2]>[0]) => Promise<Result>,
  ): Promise<E.Either<ReadFailure, Result>> => {
    const answer = await connection.during(timedCall(connection.commands, timeoutMs, work))
    if (E.isRight(answer)) return answer
    const error = answer.left._tag === 'Error' ? answer.left.error : undefined
    return E.left(readFailure(error))
  }
  const create = () =>
    ask((client) =>
      client.createPersistentSubscriptionToAll(
        group,
        persistentSubscriptionToAllSettingsFromDefaults({
          startFrom: 'start',
          messageTimeout: messageTimeoutMs,
          // One more than the reactor wants: what is tried too often is parked by us, who know why.
          maxRetryCount: reactor.retryAfterSeconds.length + 1,
        }),
        { ...call, deadline: timeoutMs, filter: streamNameFilter({ prefixes: [prefix] }) },
      ),
    )
  const consumer = new QueueConsumer(connection, { ...options, messageTimeoutMs, prefix }, create)
  const ended: Promise<ReactorEnd> = consumer.run()
  return {
    ended,
    skipped: () => consumer.skipped,
    parked: async () => {
      const info = await ask((client) => client.getPersistentSubscriptionToAllInfo(group, { ...call }))
      if (E.isRight(info)) return E.right(Number(info.right.stats.parkedMessageCount))
      return isMissing(info.left) ? E.right(0) : info
    },
    replayParked: async () => {
      const replayed = await ask((client) => client.replayParkedMessagesToAll(group, { ...call }))
      return E.isLeft(replayed) && isMissing(replayed.left) ? E.right(undefined) : replayed
    },
    stop: () => {
      consumer.stop()
      return ended
    },
  }
}

/** A queue that nobody has joined yet holds nothing. */
const isMissing = ({ cause }: ReadFailure): boolean =>
  factsOf(cause).type === 'persistent-subscription-does-not-exist'
