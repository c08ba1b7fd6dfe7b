import { generateKeyPairSync } from 'node:crypto'
import { type Feed, type RecordedEvent, sealedEventStore } from '@seat-ledger/core'
import { memoryStore } from '@seat-ledger/memory'
import { nodeIds } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import {
  type ExportRequest,
  exportLines,
  type Line,
  linesOf,
  type Verdict,
  type VerifyOptions,
  verifyExport,
} from '../src/index.js'

export const keys = generateKeyPairSync('ed25519')
const clock = { now: () => Date.UTC(2026, 2, 3) }

/** A store with these events, sealed unless it says otherwise. */
export const storeOf = async (
  events: readonly RecordedEvent[],
  sealed = true,
): Promise<ReturnType<typeof memoryStore>> => {
  const store = memoryStore()
  const eventStore = sealed ? sealedEventStore(store.eventStore, nodeIds) : store.eventStore
  for (const { stream, revision, id, type, data, metadata } of events) {
    const event = { id, type, data: data as object, metadata: metadata as object }
    assert(E.isRight(await eventStore.append(stream, revision - 1, [event])))
  }
  return { ...store, eventStore }
}

/** The text of an export. */
export const exported = async (feed: Feed, more: Partial<ExportRequest> = {}): Promise<string> => {
  let text = ''
  for await (const line of exportLines({
    feed,
    organizationId: 'all',
    clock,
    signingKey: keys.privateKey,
    ...more,
  })) {
    assert(E.isRight(line))
    text += `${line.right}\n`
  }
  return text
}

async function* chunked(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
}

export const verified = (
  bytes: Uint8Array,
  options: VerifyOptions = { publicKey: keys.publicKey },
): Promise<Verdict> => verifyExport(linesOf(chunked(bytes)) satisfies AsyncIterable<readonly Line[]>, options)
