import { clockContract, idsContract, invitationKeysContract } from '@seat-ledger/testing/contracts'
import { invitationKeys, nodeIds, randomInvitationKeys, systemClock } from '../src/index.js'

clockContract('this machine', () => ({ clock: systemClock }))
idsContract('Node', () => ({ ids: nodeIds }))
invitationKeysContract('a random key', () => ({ invitationKeys: randomInvitationKeys() }))
invitationKeysContract('a ring of keys', () => ({
  invitationKeys: invitationKeys({ current: 'b', keys: { a: 'a'.repeat(32), b: 'b'.repeat(32) } }),
}))
