import {
  checkpointsContract,
  eventStoreContract,
  feedContract,
  snapshotsContract,
} from '@seat-ledger/testing/contracts'
import { describe, it } from 'vitest'
import { DRIVERS, REASONS } from './drivers.js'
import { newFile, opened } from './support.js'

for (const { name, driver } of DRIVERS) {
  if (driver === undefined) {
    describe.skip(`SQLite by ${name} (skipped: ${REASONS[name]})`, () =>
      it('keeps the contracts', () => undefined))
    continue
  }
  const file = newFile()
  const make = async () => {
    const store = await opened({ file, driver, durability: 'normal' })
    return { ...store, cleanup: store.close }
  }
  eventStoreContract(`SQLite by ${name}, one file for all cases`, make)
  feedContract(`SQLite by ${name}, one file for all cases`, make)
  checkpointsContract(`SQLite by ${name}, one file for all cases`, make)
  snapshotsContract(`SQLite by ${name}, one file for all cases`, make)
}
