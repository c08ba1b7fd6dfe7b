import type { InvitationKeys } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'

/** Nobody claims by token in these tests, so any keys will do. */
export const invitationKeysOf = (): InvitationKeys => randomInvitationKeys()
