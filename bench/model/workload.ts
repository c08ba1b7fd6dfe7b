import { NaivePool, type SeatLine } from './naive.js'

/** A string in one piece, as it comes from a socket: one that was joined by `+` distorts every Map that it is a key of. */
export const flat = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** The address of the person who gets seat `index`. */
export const emailOf = (index: number, prefix = 'person'): string => flat(`${prefix}-${index}@example.com`)

/** The number in an address. */
export const indexOf = (email: string): number => Number.parseInt(email.slice(email.indexOf('-') + 1), 10)

/** The addresses of a pool's people. */
export const emailsOf = (count: number, prefix?: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => emailOf(index, prefix))

/** Which seats the workload revokes: every other one. */
export const isRevoked = (index: number): boolean => index % 2 === 0

/** Commands of the workload on one pool: assign all, claim all, revoke half. */
export const commandsOn = (seats: number): number => seats * 2 + Math.ceil(seats / 2)

/** Beyond this the naive model, whose every step reads the whole list, would take minutes. */
const NAIVE_LIMIT = 1_000

const known = new Map<string, readonly SeatLine[]>()

/**
 * How the pool must look in the end. Up to 1,000 seats the naive model says it; beyond, the rule that the model was
 * seen to follow: claimed, every other one revoked.
 */
export const workloadResult = (
  emails: readonly string[],
  phases: 'assign' | 'all' = 'all',
): readonly SeatLine[] => {
  const key = `${phases} ${emails.length} ${emails[0]}`
  const lines =
    known.get(key) ?? (emails.length <= NAIVE_LIMIT ? byModel(emails, phases) : byRule(emails, phases))
  known.set(key, lines)
  return lines
}

const byModel = (emails: readonly string[], phases: 'assign' | 'all'): readonly SeatLine[] => {
  const pool = new NaivePool(emails.length)
  const seats = emails.map((email) => pool.assign(email))
  if (phases === 'all') {
    for (const seat of seats) pool.claim(seat)
    for (const seat of seats) if (isRevoked(seat)) pool.revoke(seat)
  }
  return pool.lines()
}

const byRule = (emails: readonly string[], phases: 'assign' | 'all'): readonly SeatLine[] =>
  emails.map((email, index) => ({
    email,
    status: phases === 'assign' ? 'pending' : isRevoked(index) ? 'revoked' : 'claimed',
  }))
