import { START } from '@seat-ledger/core'
import { expect, it, vi } from 'vitest'
import { startChild } from './processes.js'
import { newFile, opened } from './support.js'

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  watch: () => {
    throw new Error('this file system does not tell')
  },
}))

it("a feed sees other processes' events also where the file system does not tell, by looking now and then", async () => {
  const file = newFile()
  const store = await opened({ file, pollMs: 10 })
  const child = await startChild(['trickle', file, 'poll', '5'])
  const abort = new AbortController()
  let events = 0
  for await (const message of store.feed.follow({ after: START, prefix: '', signal: abort.signal })) {
    if (message._tag === 'CaughtUp' && events === 0) child.go()
    if (message._tag === 'Event') events += 1
    if (events === 5) abort.abort()
  }
  expect(await child.ended).toBe(0)
  store.close()
})
