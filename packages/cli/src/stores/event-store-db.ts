import { failed } from '../terminal/exit.js'
import type { StoreKind } from './store.js'

const ADDRESS = /^(?:esdb|kurrentdb)(?:\+discover)?:\/\//

/** An EventStoreDB or KurrentDB, shared by any number of servers. */
export const eventStoreDbKind: StoreKind = {
  form: 'esdb://…',
  matches: (address) => ADDRESS.test(address),
  durable: true,
  keepsKey: false,
  openForReading: async (address) => {
    const { openEventStoreDb } = await import('@seat-ledger/eventstoredb')
    const { eventStore, feed, close } = refusing(() => openEventStoreDb({ connectionString: address }))
    return { eventStore, feed, close }
  },
  open: async (address, { clock, invitationKeys }) => {
    const { openEventStoreDb } = await import('@seat-ledger/eventstoredb')
    const opened = refusing(() => openEventStoreDb({ connectionString: address }))
    return {
      platform: opened.platform({ clock, invitationKeys }),
      description: `EventStoreDB at ${hostsOf(address)}`,
      close: opened.close,
    }
  },
}

/** Wrong options are told by a TypeError that repeats no part of the connection string. */
const refusing = <Opened>(open: () => Opened): Opened => {
  try {
    return open()
  } catch (cause) {
    if (cause instanceof TypeError) throw failed(`--store: ${cause.message}.`)
    throw cause
  }
}

/** The hosts of a connection string, without user, password and options. */
const hostsOf = (address: string): string =>
  address.replace(ADDRESS, '').split(/[/?]/, 1)[0]?.split('@').at(-1) ?? ''
