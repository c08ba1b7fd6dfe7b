/**
 * A process of its own for the tests: webhooks on a SQLite file. `load` gives commands until it is killed; `finish` gives
 * none, delivers what is left, and says what the ledgers hold. It speaks by lines, written at once.
 */
import { writeSync } from 'node:fs'
import {
  createSeats,
  ledgerStream,
  messageId,
  messageTypes,
  OrganizationId,
  PoolId,
  readRecord,
} from '@seat-ledger/core'
import { invitationKeys } from '@seat-ledger/node'
import { openSqlitePlatform } from '@seat-ledger/sqlite'
import { Webhooks } from '@seat-ledger/webhooks'

type Either<A> =
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: A }

const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

const right = <A>(answer: Either<A>): A => {
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const [mode = '', file = '', url = ''] = process.argv.slice(2)
const keys = invitationKeys({
  current: 'k',
  keys: { k: 'a key of the tests, which outlives their processes' },
})
const platform = right(await openSqlitePlatform({ file, invitationKeys: keys }))
const organizationId = 'acme'
if (!OrganizationId.is(organizationId)) throw new Error('not an id')
const POOLS = ['load-0', 'load-1', 'load-2']
const at = (poolId: string) => ({ organizationId, poolId, actor: { kind: 'system', id: 'child' } })

const webhooks = new Webhooks({ platform, allowHttp: true, allowNetworks: ['127.0.0.0/8'] })
const [known] = right(await webhooks.endpoints.list(organizationId))
const endpoint = known ?? right(await webhooks.endpoints.create(organizationId, { url })).endpoint
await webhooks.reached(0n)
say({ secrets: webhooks.secrets(endpoint) })

const seats = createSeats(platform)
for (const poolId of POOLS) {
  const source = { kind: 'order', id: poolId }
  const product = { id: 'p', name: 'P' }
  const pool = { ...at(poolId), customerId: 'owner', source, product, capacity: 1_000_000 }
  await seats.openPool(pool).catch(() => undefined)
}

/** An invitation, a seat that is claimed at once, and its end: four events, three messages. */
const commands = async (poolId: string, person: string): Promise<bigint> => {
  await seats.assign({ ...at(poolId), email: `${person}@example.com` })
  const email = `${person}-b@example.com`
  const { seat } = await seats.assign({ ...at(poolId), email, immediateClaim: { customerId: 'holder' } })
  return (await seats.revoke({ ...at(poolId), seatId: seat.id })).position
}

const expected = async (poolId: string): Promise<object[]> => {
  if (!PoolId.is(poolId)) throw new Error('not an id')
  const read = await platform.eventStore.read(ledgerStream(organizationId, poolId), { from: 0, limit: 1e6 })
  return right(read).flatMap((event) => {
    const { revision, id, event: what } = right(readRecord(event))
    return messageTypes(what).length === 0 ? [] : [{ poolId, revision, id: messageId(id) }]
  })
}

if (mode === 'load') {
  const name = `${process.pid}-${Date.now()}`
  // In bursts, as a receiver that is slower than the commands would have more to catch up with after each crash.
  for (let burst = 0; ; burst++) {
    const rounds = Array.from({ length: 1 + (burst % 8) }, (_, round) => `${name}-${burst}-${round}`)
    const load = async (poolId: string): Promise<bigint> => {
      let last = 0n
      for (const round of rounds) last = await commands(poolId, round)
      return last
    }
    for (const last of await Promise.all(POOLS.map(load))) right(await webhooks.settled(endpoint.id, last))
  }
}
const lasts: bigint[] = []
for (const poolId of POOLS) lasts.push(await commands(poolId, 'last'))
for (const last of lasts) right(await webhooks.settled(endpoint.id, last))
await webhooks.stop()
say({ expected: (await Promise.all(POOLS.map(expected))).flat() })
platform.close()
