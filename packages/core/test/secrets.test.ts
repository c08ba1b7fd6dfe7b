import { inspect } from 'node:util'
import { invitationKeys } from '@seat-ledger/node'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SeatId } from '../src/domain/ids.js'
import { SeatError } from '../src/engine/seats.js'
import { invitationToken } from '../src/invitation/token.js'
import { type Reply, sending } from './support/actions.js'
import { ORGANIZATION } from './support/facts.js'
import { arbitrarySteps, notice, type Run, type Step, started } from './support/story.js'
import { ACTOR, STREAM, trial } from './support/trial.js'

const KEY = Buffer.from('a-very-secret-key-of-32-bytes-ok')
const KEY_TEXTS = (['utf8', 'hex', 'base64', 'base64url'] as const).map((encoding) => KEY.toString(encoding))
const keys = invitationKeys({ current: 'k1', keys: { k1: KEY } })

/** Whatever a logger could make of a value. */
const textsOf = (value: unknown): readonly string[] => [
  inspect(value, { depth: Infinity, showHidden: true }),
  inspect(value, { depth: Infinity, getters: true }),
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)) ?? '',
  String(value),
  value instanceof Error ? `${value.message}\n${value.stack}` : '',
]

/** Lives a story and gives everything that could be seen of it. */
const seenOf = async (run: Run, story: readonly Step[]): Promise<readonly unknown[]> => {
  const seen: unknown[] = []
  const see = (reply: Reply | E.Either<SeatError['failure'], unknown>): void => {
    seen.push(reply)
    if (E.isLeft(reply)) seen.push(new SeatError(reply.left))
  }
  for (const [index, { action, wait }] of story.entries()) {
    run.world.clock.set(run.world.clock.now() + wait * 1000)
    const reply = await sending(action, run)(run.ledger, `id-${index}`)
    see(reply)
    notice(run, reply)
    for (const token of run.tokens.slice(-2)) {
      see(await run.ledger.invitation({ token })())
      // Malformed beside the token: the faults must not repeat it.
      see(await run.ledger.claim({ token, customerId: token, actor: ACTOR, commandId: ` ${token}` })())
    }
  }
  for (const seatId of run.seatIds) see(await run.ledger.seatHistory({ organizationId: 'acme', seatId })())
  return [...seen, await run.world.recorded(), run.ledger, keys]
}

const macOf = (token: string): string => token.slice(token.lastIndexOf('.') + 1)

/** The tokens that were shown, and the first of each seat, also where nobody asked for it. */
const secretsOf = ({ tokens, seatIds }: Run): readonly string[] => {
  const first = seatIds.map((id) =>
    invitationToken(keys, { organizationId: ORGANIZATION, seatId: id as SeatId, number: 1 }),
  )
  return [...[...tokens, ...first].map(macOf), ...KEY_TEXTS]
}

describe('what is secret stays secret (better 5)', () => {
  const written: string[] = []

  beforeEach(() => {
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0)
    }
  })

  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('no secret appears in any event, error or log line', async () => {
    let tokens = 0
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), arbitrarySteps(), async (capacity, story) => {
        const base = trial()
        const run = await started(capacity, {
          ...base,
          platform: { ...base.platform, invitationKeys: keys },
        })
        const seen = await seenOf(run, story)
        const text = [...seen.flatMap(textsOf), ...written].join('\n')
        expect(secretsOf(run).filter((secret) => text.includes(secret))).toStrictEqual([])
        expect(text).toContain(STREAM)
        tokens += run.tokens.length
      }),
      { numRuns: 40 },
    )
    expect(tokens).toBeGreaterThan(0)
  })
})
