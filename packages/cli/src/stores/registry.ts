import { wrongInput } from '../terminal/exit.js'
import { eventStoreDbKind } from './event-store-db.js'
import { memoryKind } from './memory.js'
import { sqliteKind } from './sqlite.js'
import type { StoreKind } from './store.js'

/** Every kind of store there is: a new adapter is one file beside `memory.ts` and one entry here. */
const STORE_KINDS: readonly StoreKind[] = [memoryKind, sqliteKind, eventStoreDbKind]

/** What `--store` takes, in words. */
export const STORE_FORMS = STORE_KINDS.map(({ form }) => form).join(' | ')

/** The same, without stores that end with their process: there is nothing in them for who comes later. */
export const LASTING_STORE_FORMS = STORE_KINDS.filter(({ durable }) => durable)
  .map(({ form }) => form)
  .join(' | ')

/** The kind of store that an address names. The message leaves the address out: it may hold a password. */
export const storeKindOf = (address: string): StoreKind => {
  const kind = STORE_KINDS.find(({ matches }) => matches(address))
  if (kind === undefined) throw wrongInput(`--store must be ${STORE_FORMS}.`)
  return kind
}
