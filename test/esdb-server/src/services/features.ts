import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import { features, type shared } from '../wire/protocol.js'
import { suffer } from './suffer.js'
import { unary } from './unary.js'

/** What the server says it can do, in lower case as real servers do. The client only compares. */
const methods: readonly (readonly [service: string, method: string, ...features: string[]])[] = [
  ['event_store.client.streams.streams', 'append'],
  ['event_store.client.streams.streams', 'batchappend', 'deadline_duration'],
  ['event_store.client.streams.streams', 'read', 'position', 'events'],
  ['event_store.client.streams.streams', 'delete'],
  ['event_store.client.streams.streams', 'tombstone'],
  ...['create', 'update', 'delete', 'read', 'getinfo', 'replayparked', 'list'].map(
    (method) =>
      [
        'event_store.client.persistent_subscriptions.persistentsubscriptions',
        method,
        'stream',
        'all',
      ] as const,
  ),
  ['event_store.client.persistent_subscriptions.persistentsubscriptions', 'restartsubsystem'],
  ['event_store.client.gossip.gossip', 'read'],
]

export const supportedMethods = (
  host: Host,
  serverVersion: string,
): handleUnaryCall<shared.Empty, features.SupportedMethods> =>
  unary(
    host,
    'features',
    () => '',
    async (_request, call) => {
      const fault = host.faults.take({ on: 'features' })
      if (fault !== undefined && !(await suffer(host.cables, fault.do, call))) return
      const list = methods.map(([service, method, ...supported]) =>
        new features.SupportedMethod()
          .setServiceName(service)
          .setMethodName(method)
          .setFeaturesList(supported),
      )
      call.answer(
        new features.SupportedMethods().setMethodsList(list).setEventStoreServerVersion(serverVersion),
      )
    },
  )
