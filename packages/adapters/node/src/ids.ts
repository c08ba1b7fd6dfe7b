import * as crypto from 'node:crypto'
import { EVENT_NAMESPACE, type Ids } from '@seat-ledger/core'
import { nanoid } from 'nanoid'
import { uuidV5 } from './uuid-v5.js'

const sha256: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'base64url')
    : (text) => crypto.createHash('sha256').update(text).digest('base64url')

/** Ids of Node's own random source and hashes. Nanoid's alphabet is exactly that of a seat id. */
export const nodeIds: Ids = {
  seat: () => nanoid(21),
  command: () => nanoid(21),
  event: uuidV5(EVENT_NAMESPACE),
  fingerprint: sha256,
}
