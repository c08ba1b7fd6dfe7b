// `tsx --conditions=@seat-ledger/source bench/webhooks/commands.ts [--messages 10000] [--rounds 7] [--in-flight 64]`:
// signed deliveries per second to a loopback receiver in a process of its own, against a bare undici pool that posts the
// same bytes with the same headers. Both take turns, round by round; what counts is the ratio within a round.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Post } from '@seat-ledger/webhooks'
import { Pool } from 'undici'
import { spreadOf } from '../harness/stats.js'
import { captured, type Load, ours, type Took, timed } from './world.js'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    pools: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '7' },
    'in-flight': { type: 'string', default: '64' },
  },
})

const receiver = spawn(
  process.execPath,
  [
    ...process.execArgv.filter((flag) => !flag.startsWith('--cpu-prof')),
    new URL('receiver.ts', import.meta.url).pathname,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const [port] = await once(createInterface({ input: receiver.stdout }), 'line')
const origin = `http://127.0.0.1:${port}`

const load: Load = {
  url: `${origin}/hooks`,
  messages: Number(values.messages),
  pools: Number(values.pools),
  inFlight: Number(values['in-flight']),
}

/** Posts all of them, so many at once. */
const bare = async (posts: readonly Post[]): Promise<Took> => {
  const pool = new Pool(origin, { connections: load.inFlight, pipelining: 1 })
  let next = 0
  const poster = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) {
      const { headers, body } = post
      const answer = await pool.request({ path: '/hooks', method: 'POST', headers, body })
      if (answer.statusCode !== 204) throw new Error(`answered ${answer.statusCode}`)
      await answer.body.dump()
    }
  }
  const took = await timed(async () => {
    await Promise.all(Array.from({ length: load.inFlight }, poster))
  })
  await pool.close()
  return took
}

/** Every message arrived, and once. */
const check = async (): Promise<void> => {
  const counts = await (await fetch(origin)).text()
  const { received, messages } = JSON.parse(counts)
  if (received !== load.messages || messages !== load.messages) throw new Error(`the receiver has ${counts}`)
}

const checked = async (run: () => Promise<Took>): Promise<Took> => {
  const took = await run()
  await check()
  return took
}

try {
  const { posts } = await captured(load)
  const round = async () => ({
    bare: await checked(() => bare(posts)),
    ours: await checked(() => ours(load)),
  })
  for (let warmUp = 0; warmUp < 2; warmUp++) await round()
  const rounds: Awaited<ReturnType<typeof round>>[] = []
  for (let count = 0; count < Number(values.rounds); count++) rounds.push(await round())
  const { took: alone } = await captured(load)
  const say = (what: string, figures: readonly number[], digits = 0): void => {
    const { median, min, max } = spreadOf(figures)
    const [middle, low, high] = [median, min, max].map((figure) => figure.toFixed(digits))
    console.log(`${what.padEnd(42)} ${middle} (${low}–${high})`)
  }
  const bytes = Buffer.byteLength(posts[0]?.body ?? '')
  console.log(
    `${load.messages} messages of ${bytes} bytes, ${load.pools} pools, ${load.inFlight} in flight, ${rounds.length} rounds; median (lowest–highest)`,
  )
  const sides = { 'bare undici pool': 'bare', webhooks: 'ours' } as const
  for (const [name, side] of Object.entries(sides)) {
    const each = rounds.map((one) => one[side])
    say(
      `${name}, per second`,
      each.map(({ wall }) => load.messages / wall),
    )
    say(
      `${name}, µs of processor for each`,
      each.map(({ cpu }) => (cpu * 1e6) / load.messages),
      1,
    )
  }
  const ratio = (of: (took: Took) => number): number[] => rounds.map((one) => of(one.bare) / of(one.ours))
  say(
    'ratio, by the wall',
    ratio(({ wall }) => wall),
    2,
  )
  say(
    'ratio, by the processor of the sender',
    ratio(({ cpu }) => cpu),
    2,
  )
  say('webhooks without a network, per second', [load.messages / alone.wall])
} finally {
  receiver.kill()
}
