import * as crypto from 'node:crypto'
import { EVENT_NAMESPACE, type Ids } from '@seat-ledger/core'
import { randomText } from './random-text.js'
import { uuidV5 } from './uuid-v5.js'

const sha256: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'base64url')
    : (text) => crypto.createHash('sha256').update(text).digest('base64url')

/** Random ids and hashes from Node's crypto. */
export const nodeIds: Ids = {
  seat: randomText,
  command: randomText,
  event: uuidV5(EVENT_NAMESPACE),
  fingerprint: sha256,
}
