/**
 * The client's own generated protocol classes. They are CommonJS whose names Node cannot see, so that only a default
 * import works; it is written once here.
 */

export { default as rpcCode } from '@eventstore/db-client/generated/code_pb.js'
export { default as gossip } from '@eventstore/db-client/generated/gossip_pb.js'
export { default as persistent } from '@eventstore/db-client/generated/persistent_pb.js'
export { default as features } from '@eventstore/db-client/generated/serverfeatures_pb.js'
export { default as shared } from '@eventstore/db-client/generated/shared_pb.js'
export { default as rpcStatus } from '@eventstore/db-client/generated/status_pb.js'
export { default as streams } from '@eventstore/db-client/generated/streams_pb.js'
