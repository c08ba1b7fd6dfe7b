import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { givenKeys } from '../src/serve/invitation-key.js'
import { keptKey } from '../src/serve/kept-key.js'

const root = mkdtempSync(join(tmpdir(), 'seat-ledger-key-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const keyFile = (content: string): string => {
  const path = join(root, 'key')
  writeFileSync(path, content)
  return path
}
const hex = (byte: string): string => byte.repeat(32)

describe('the invitation key', () => {
  it('given alone is the one named default, with or without a new line behind it', async () => {
    const keys = await givenKeys(`hex:${hex('ab')}`, undefined)
    const fromFile = await givenKeys(undefined, keyFile(`hex:${hex('ab')}\n`))
    expect(keys?.current).toBe('default')
    expect(fromFile?.sign('default', 'text')).toBe(keys?.sign('default', 'text'))
  })

  it('can be rotated: the ring signs with its current key and still knows the one given alone before', async () => {
    const before = await givenKeys(`hex:${hex('ab')}`, undefined)
    const ring = { current: 'b', keys: { default: `hex:${hex('ab')}`, b: `hex:${hex('cd')}` } }
    const after = await givenKeys(undefined, keyFile(JSON.stringify(ring)))
    expect(after?.current).toBe('b')
    expect(after?.verify('default', 'text', before?.sign('default', 'text') ?? '')).toBe(true)
  })

  it.each([
    ['{"current": "b"}', 'must hold a key, or JSON such as'],
    ['{ hunter2', 'must hold a key, or JSON such as'],
    ['hunter2', 'must have at least 32 bytes and has 7'],
    [
      JSON.stringify({ current: 'c', keys: { b: `hex:${hex('cd')}` } }),
      '"current" must be the id of one of the keys',
    ],
  ])('%s is refused without being repeated', async (content, message) => {
    const refused = givenKeys(undefined, keyFile(content))
    await expect(refused).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringMatching(/hunter2|cdcdcd/) })
  })

  it('of a data folder is made once, also by two first starts at once', async () => {
    const data = join(root, 'data')
    const kept = await Promise.all([keptKey(data), keptKey(data)])
    kept.push(await keptKey(data))
    const signed = kept.map(({ keys }) => keys.sign(keys.current, 'text'))
    expect(new Set(signed).size).toBe(1)
    const made = kept.filter(({ description }) => description.startsWith('made just now'))
    expect(made).toHaveLength(1)
  })
})
