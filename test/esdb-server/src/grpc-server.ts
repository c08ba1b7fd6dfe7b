import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import { Server } from '@grpc/grpc-js'
import type { Host } from './host.js'
import { append } from './services/append.js'
import { batchAppend } from './services/batch-append.js'
import { softDelete, tombstone } from './services/delete.js'
import { supportedMethods } from './services/features.js'
import { type Member, readGossip } from './services/gossip.js'
import { persistentManagement } from './services/persistent.js'
import { readPersistent } from './services/persistent-read.js'
import { read } from './services/read.js'

/** The client sends chunks of 3 MiB and more, which grpc-js would refuse by default. */
const largestMessage = 32 * 1024 * 1024

export interface Identity {
  readonly serverVersion: string
  readonly members: () => readonly Member[]
}

export const grpcServer = (host: Host, { serverVersion, members }: Identity): Server => {
  const server = new Server({
    'grpc.max_receive_message_length': largestMessage,
    'grpc.max_send_message_length': largestMessage,
  })
  server.addService(StreamsService, {
    append: append(host),
    batchAppend: batchAppend(host),
    read: read(host),
    delete: softDelete(host),
    tombstone: tombstone(host),
  })
  server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods(host, serverVersion) })
  server.addService(GossipService, { read: readGossip(host, members) })
  server.addService(PersistentSubscriptionsService, {
    ...persistentManagement(host),
    read: readPersistent(host),
  })
  return server
}
