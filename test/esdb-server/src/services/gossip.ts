import { randomUUID } from 'node:crypto'
import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import { uuid } from '../wire/identity.js'
import { gossip, type shared } from '../wire/protocol.js'
import { suffer } from './suffer.js'
import { unary } from './unary.js'

export interface Member {
  readonly host: string
  readonly port: number
  readonly state: 'leader' | 'follower' | 'read-only-replica' | 'unknown'
  readonly alive: boolean
}

const ticksPerMillisecond = 10_000n

const states = {
  leader: gossip.MemberInfo.VNodeState.LEADER,
  follower: gossip.MemberInfo.VNodeState.FOLLOWER,
  'read-only-replica': gossip.MemberInfo.VNodeState.READONLYREPLICA,
  unknown: gossip.MemberInfo.VNodeState.UNKNOWN,
} as const

export const readGossip = (
  host: Host,
  members: () => readonly Member[],
): handleUnaryCall<shared.Empty, gossip.ClusterInfo> =>
  unary(
    host,
    'gossip',
    () => '',
    async (_request, call) => {
      const fault = host.faults.take({ on: 'gossip' })
      if (fault !== undefined && !(await suffer(host.cables, fault.do, call))) return
      const timestamp = (BigInt(host.store.now()) * ticksPerMillisecond).toString()
      call.answer(
        new gossip.ClusterInfo().setMembersList(members().map((member) => memberInfo(member, timestamp))),
      )
    },
  )

const memberInfo = (member: Member, timestamp: string): gossip.MemberInfo =>
  new gossip.MemberInfo()
    .setInstanceId(uuid(randomUUID()))
    .setTimeStamp(timestamp)
    .setState(states[member.state])
    .setIsAlive(member.alive)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(member.host).setPort(member.port))
