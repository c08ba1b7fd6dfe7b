import { wrongInput } from '../terminal/exit.js'
import type { StoreKind } from './store.js'

/** Everything in this process; all of it ends with it. */
export const memoryKind: StoreKind = {
  form: 'memory',
  matches: (address) => address === 'memory',
  durable: false,
  keepsKey: false,
  openForReading: async () => {
    throw wrongInput('A store in memory ends with its process: give --server to ask the server that has it.')
  },
  open: async (_address, { clock, invitationKeys }) => {
    const { memoryPlatform } = await import('@seat-ledger/memory')
    return {
      platform: memoryPlatform({ clock, invitationKeys }),
      description: 'memory (all of it ends with this process)',
      close: async () => {},
    }
  },
}
