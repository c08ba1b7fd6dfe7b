import { openEventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { assignAll, type Load } from '../../model/engine-load.js'

/** `assignAll` through the adapter. */
export const assignOn = async (connectionString: string, load: Load): Promise<number> => {
  const db = openEventStoreDb({ connectionString })
  try {
    return await assignAll(db.platform({ invitationKeys: randomInvitationKeys() }), load)
  } finally {
    await db.close()
  }
}
