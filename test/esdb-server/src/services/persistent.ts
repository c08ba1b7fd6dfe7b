import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import { sourceOfAll } from '../persistent/settings.js'
import { invalidArgument, persistentSubscription } from '../wire/failure.js'
import { readStreamName } from '../wire/identity.js'
import { groupInfo, readConfig, readGroupName } from '../wire/persistent.js'
import { persistent, shared } from '../wire/protocol.js'
import { unary } from './unary.js'

/** Creating, changing and looking at groups. Reading one is in `persistent-read.ts`. */
export const persistentManagement = (host: Host) => ({
  create: create(host),
  update: update(host),
  delete: remove(host),
  getInfo: getInfo(host),
  replayParked: replayParked(host),
  list: list(host),
  restartSubsystem: restartSubsystem(host),
})

const create = (host: Host): handleUnaryCall<persistent.CreateReq, persistent.CreateResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const config = readConfig(request.getOptions() ?? new persistent.CreateReq.Options())
      if (
        typeof config.from === 'bigint' &&
        config.source === sourceOfAll &&
        !host.store.log.isBoundary(config.from)
      ) {
        call.fail(invalidArgument('Trying to read from an invalid position.'))
      } else if (host.groups.create(config)) call.answer(new persistent.CreateResp())
      else call.fail(persistentSubscription('exists', config.source, config.group))
    },
  )

const update = (host: Host): handleUnaryCall<persistent.UpdateReq, persistent.UpdateResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const config = readConfig(request.getOptions() ?? new persistent.UpdateReq.Options())
      if (host.groups.update(config)) call.answer(new persistent.UpdateResp())
      else call.fail(persistentSubscription('does-not-exist', config.source, config.group))
    },
  )

const remove = (host: Host): handleUnaryCall<persistent.DeleteReq, persistent.DeleteResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const { source, group } = readGroupName(request.getOptions())
      if (host.groups.delete(source, group)) call.answer(new persistent.DeleteResp())
      else call.fail(persistentSubscription('does-not-exist', source, group))
    },
  )

const getInfo = (host: Host): handleUnaryCall<persistent.GetInfoReq, persistent.GetInfoResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const { source, group } = readGroupName(request.getOptions())
      const found = host.groups.find(source, group)
      if (found === undefined) call.fail(persistentSubscription('does-not-exist', source, group))
      else call.answer(new persistent.GetInfoResp().setSubscriptionInfo(groupInfo(found)))
    },
  )

const replayParked = (host: Host): handleUnaryCall<persistent.ReplayParkedReq, persistent.ReplayParkedResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const options = request.getOptions()
      const { source, group } = readGroupName(options)
      const found = host.groups.find(source, group)
      if (found === undefined) {
        call.fail(persistentSubscription('does-not-exist', source, group))
        return
      }
      found.replayParked(
        options?.hasStopAt() === true ? Number(options.getStopAt()) : Number.POSITIVE_INFINITY,
      )
      call.answer(new persistent.ReplayParkedResp())
    },
  )

const list = (host: Host): handleUnaryCall<persistent.ListReq, persistent.ListResp> =>
  unary(
    host,
    'persistent',
    () => '',
    (request, call) => {
      const forStream = request.getOptions()?.getListForStream()
      const source = forStream?.hasAll() === true ? sourceOfAll : readStreamName(forStream?.getStream())
      const groups = host.groups.all.filter(
        (group) => forStream === undefined || group.config.source === source,
      )
      if (groups.length === 0 && forStream !== undefined)
        call.fail(persistentSubscription('does-not-exist', source, ''))
      else call.answer(new persistent.ListResp().setSubscriptionsList(groups.map(groupInfo)))
    },
  )

const restartSubsystem = (host: Host): handleUnaryCall<shared.Empty, shared.Empty> =>
  unary(
    host,
    'persistent',
    () => '',
    (_request, call) => {
      host.groups.restart()
      call.answer(new shared.Empty())
    },
  )
