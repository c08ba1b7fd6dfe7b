import * as crypto from 'node:crypto'
import type { Subject } from '../ports/subject.js'

interface Entry {
  readonly digest: Buffer
  readonly subject: Subject
  /** Milliseconds since 1970; Infinity for a token that does not end. */
  readonly expiresAt: number
}

/**
 * Tokens by their SHA-256: the tokens themselves lie nowhere. A token is looked for under the first bytes of its hash
 * and then compared whole in constant time, so an answer's time says nothing about the tokens that exist.
 */
export class TokenTable {
  private readonly entries = new Map<string, readonly Entry[]>()

  add(token: string, subject: Subject, expiresAt = Number.POSITIVE_INFINITY): void {
    const digest = sha256(token)
    this.entries.set(shelfOf(digest), [...this.shelf(digest), { digest, subject, expiresAt }])
  }

  find(token: string, now: number): Subject | undefined {
    const digest = sha256(token)
    let found: Subject | undefined
    for (const entry of this.shelf(digest)) {
      if (crypto.timingSafeEqual(entry.digest, digest) && now < entry.expiresAt) found = entry.subject
    }
    return found
  }

  /** Forgets what has ended. */
  prune(now: number): void {
    for (const [shelf, entries] of this.entries) {
      const kept = entries.filter(({ expiresAt }) => now < expiresAt)
      if (kept.length === 0) this.entries.delete(shelf)
      else if (kept.length < entries.length) this.entries.set(shelf, kept)
    }
  }

  private shelf(digest: Buffer): readonly Entry[] {
    return this.entries.get(shelfOf(digest)) ?? []
  }
}

/** `crypto.hash` came with Node 20.12; it takes a third of the time of a `Hash` object. */
const sha256: (text: string) => Buffer =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'buffer')
    : (text) => crypto.createHash('sha256').update(text).digest()

const shelfOf = (digest: Buffer): string => digest.toString('hex', 0, 8)
