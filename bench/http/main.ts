// `tsx --conditions=@seat-ledger/source bench/http/main.ts [--seconds 4] [--rounds 5] [--connections 64]`: requests per
// second of assign and list, against a bare node:http server that parses and answers the same bytes. Both run all the
// time, and take turns round by round; what counts is the ratio of the two in the same round.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { TOKEN } from './setting.js'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
  },
})
const children: ChildProcess[] = []

const start = async (file: string): Promise<string> => {
  const path = new URL(file, import.meta.url).pathname
  const child = spawn(process.execPath, [...process.execArgv, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [port] = await once(createInterface({ input: child.stdout }), 'line')
  return `http://127.0.0.1:${port}`
}

const headers = { authorization: `Bearer ${TOKEN.token}`, 'content-type': 'application/json' }
const assignment = JSON.stringify({ subscription_id: 'sub_large', email: 'person-[<id>]@example.com' })

const CASES = {
  assign: { method: 'POST', path: '/v1/customer-seats', body: assignment },
  'list of ten seats': { method: 'GET', path: '/v1/customer-seats?subscription_id=sub_ten', body: undefined },
} as const

type Case = (typeof CASES)[keyof typeof CASES]

const perSecond = async (url: string, { method, path, body }: Case): Promise<number> => {
  const result = await autocannon({
    url: `${url}${path}`,
    method,
    headers,
    connections: Number(values.connections),
    duration: Number(values.seconds),
    ...(body === undefined ? {} : { body, idReplacement: true }),
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200`)
  return result.requests.average
}

/** The bare server learns the bytes that the API answers. */
const teach = async (api: string, bare: string, { method, path, body }: Case): Promise<number> => {
  const sample = body?.replace('[<id>]', `sample${method}`)
  const answer = await fetch(`${api}${path}`, {
    method,
    headers,
    ...(sample === undefined ? {} : { body: sample }),
  })
  const bytes = await answer.text()
  if (answer.status !== 200) throw new Error(bytes)
  await fetch(`${bare}${path}`, { method: 'PUT', headers: { 'x-as': method }, body: bytes })
  return bytes.length
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

try {
  const [api, bare] = [await start('api-server.ts'), await start('bare-server.ts')]
  for (const [name, one] of Object.entries(CASES)) {
    const bytes = await teach(api, bare, one)
    for (const url of [api, bare]) await perSecond(url, one)
    const rounds: { api: number; bare: number }[] = []
    for (let round = 0; round < Number(values.rounds); round++) {
      rounds.push({ bare: await perSecond(bare, one), api: await perSecond(api, one) })
    }
    const ratios = rounds.map((round) => round.api / round.bare)
    console.log(
      `${name}, ${bytes} bytes: API ${median(rounds.map((round) => round.api)).toFixed(0)}/s, ` +
        `bare node:http ${median(rounds.map((round) => round.bare)).toFixed(0)}/s, ` +
        `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}), ` +
        `${values.rounds} rounds of ${values.seconds} s, ${values.connections} connections`,
    )
  }
} finally {
  for (const child of children) child.kill()
}
