import { assignAll, eventsOf } from '../model/engine-load.js'
import { insertBare } from './lib/bare.js'
import { newFile, open } from './lib/files.js'
import { inTurn, median, rate, ratio } from './lib/numbers.js'
import { platformOn } from './lib/platform.js'

const LONE = 1_000
const MANY = 10_000

const ours = async (callers: number, commands: number, pools: number): Promise<number> => {
  const store = await open(newFile())
  try {
    return await assignAll(platformOn(store), { callers, commands, pools })
  } finally {
    store.close()
  }
}

const sample = await open(newFile())
const events = await eventsOf(platformOn(sample), MANY)
sample.close()

const figures = await inTurn(5, {
  bareOne: async () => insertBare(newFile(), events.slice(0, LONE), 1),
  oneCaller: () => ours(1, LONE, 1),
  bareHundred: async () => insertBare(newFile(), events, 100),
  callersOnePool: () => ours(64, MANY, 1),
  callersManyPools: () => ours(64, MANY, 64),
})

const show = (what: string, figure: readonly number[], against?: readonly number[]): void => {
  const compared = against === undefined ? '' : `  ${ratio(figure, against).toFixed(2)} of the bare driver`
  console.log(`${what.padEnd(34)} ${rate(median(figure)).padStart(12)}${compared}`)
}
console.log('commands on SQLite, synchronous=FULL, medians of 5 paired rounds')
show('bare, one insert per transaction', figures.bareOne)
show('1 caller', figures.oneCaller, figures.bareOne)
show('bare, 100 inserts per transaction', figures.bareHundred)
show('64 callers on one pool', figures.callersOnePool, figures.bareHundred)
show('64 callers on 64 pools', figures.callersManyPools, figures.bareHundred)
