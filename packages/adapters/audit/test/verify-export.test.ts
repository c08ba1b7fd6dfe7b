import { arbitraryRecordedLog } from '@seat-ledger/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exported, keys, storeOf, verified } from './support.js'

type Mutation =
  | { readonly kind: 'bit'; readonly at: number; readonly bit: number }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'duplicate'; readonly at: number }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'swap'; readonly at: number; readonly with: number }
  | { readonly kind: 'move-copy'; readonly at: number; readonly with: number }

const place = fc.nat({ max: 2 ** 30 })
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('bit' as const), at: place, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constantFrom('remove' as const, 'duplicate' as const, 'truncate' as const),
    at: place,
  }),
  fc.record({ kind: fc.constantFrom('swap' as const, 'move-copy' as const), at: place, with: place }),
)

const mutated = (bytes: Buffer, change: Mutation): Buffer => {
  if (change.kind === 'bit') {
    const copy = Buffer.from(bytes)
    const at = change.at % copy.length
    copy[at] = (copy[at] ?? 0) ^ (1 << change.bit)
    return copy
  }
  if (change.kind === 'truncate') return bytes.subarray(0, change.at % bytes.length)
  const lines = bytes.toString('latin1').split('\n').slice(0, -1)
  const at = change.at % lines.length
  const line = lines[at] ?? ''
  if (change.kind === 'remove') lines.splice(at, 1)
  else if (change.kind === 'duplicate') lines.splice(at, 0, line)
  else if (change.kind === 'move-copy') lines.splice(change.with % lines.length, 0, line)
  else {
    const other = change.with % lines.length
    lines[at] = lines[other] ?? ''
    lines[other] = line
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1')
}

/** The number of the first line that is not what it was. */
const firstDifference = (before: Buffer, after: Buffer): number => {
  const [a, b] = [before, after].map((bytes) => bytes.toString('latin1').split('\n'))
  return (
    a?.findIndex(
      (line, index) => line !== b?.[index] || (index === (b?.length ?? 0) - 1 && index < a.length - 1),
    ) ?? -1
  )
}

describe('an export', () => {
  it('that nobody touched verifies, with its signature, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecordedLog({ maxCommands: 12, maxPools: 4 }), async ({ events }) => {
        const { feed } = await storeOf(events)
        const verdict = await verified(Buffer.from(await exported(feed)))
        const ledgers = new Set(events.map(({ stream }) => stream)).size
        expect(verdict).toEqual({ events: events.length, ledgers, unsealed: 0, signed: true, finding: null })
      }),
      { numRuns: 50 },
    )
  })

  it('in which one bit, one line or the end was changed never verifies, and the first changed line is named', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecordedLog({ maxCommands: 12, maxPools: 3 }),
        fc.array(mutation, { minLength: 20, maxLength: 20 }),
        async ({ events }, changes) => {
          const { feed } = await storeOf(events)
          const whole = Buffer.from(await exported(feed))
          for (const change of changes) {
            const broken = mutated(whole, change)
            if (broken.equals(whole)) continue
            const { finding } = await verified(broken)
            expect(finding?.line, `${change.kind}: ${finding?.kind} ${finding?.detail}`).toBe(
              firstDifference(whole, broken),
            )
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('that was made anew after a change has no signature of the key', async () => {
    const [log] = fc.sample(arbitraryRecordedLog({ maxCommands: 12 }), 1)
    const { feed } = await storeOf((log?.events ?? []).slice(0, -1))
    expect((await verified(Buffer.from(await exported(feed)))).finding).toBeNull()
    const { privateKey } = (await import('node:crypto')).generateKeyPairSync('ed25519')
    expect(
      (await verified(Buffer.from(await exported(feed, { signingKey: privateKey })))).finding,
    ).toMatchObject({ kind: 'unsigned' })
    const { signingKey, ...unsigned } = {
      signingKey: keys.privateKey,
      feed,
      organizationId: 'all' as const,
      clock: { now: () => 0 },
    }
    expect(signingKey.type).toBe('private')
    let text = ''
    const { exportLines } = await import('../src/index.js')
    for await (const line of exportLines(unsigned)) if (line._tag === 'Right') text += `${line.right}\n`
    expect((await verified(Buffer.from(text))).finding).toMatchObject({ kind: 'unsigned' })
    expect(await verified(Buffer.from(text), {})).toMatchObject({ signed: false, finding: null })
  })
})
