import * as E from 'fp-ts/lib/Either.js'
import { integer, oneOf } from '../domain/codec.js'
import type { ResendAllowance } from '../domain/commands.js'
import { RESENDS_KEPT } from '../domain/ledger.js'
import { struct } from '../domain/struct.js'
import { ClaimPolicy, DEFAULT_EXPIRY_SECONDS, ExpirySeconds } from '../domain/values.js'
import { describeFault, parse } from '../edge/faults.js'
import type { RetryPolicy } from './retry.js'

/** How an engine behaves. Everything has a default. */
export interface EngineOptions {
  /** How long an invitation lives unless a command says otherwise: 60 to 31,536,000 seconds, default 86,400. */
  readonly expiresInSeconds?: number
  /** How often one seat's invitation may be resent (1 to 20) in how many seconds (1 to 31,536,000); default 5 in 3,600. */
  readonly resendAllowance?: ResendAllowance
  /** Who may claim unless a command says otherwise: `token` (default) or `email-match`. */
  readonly claimPolicy?: 'token' | 'email-match'
  /**
   * When seats with an expired invitation give their capacity back: `on-command` (default), by `releaseExpired` only;
   * `when-full`, also when an assign finds the pool full. That assign then reads all live seats of the pool.
   */
  readonly releaseExpired?: 'on-command' | 'when-full'
  /** How many pools plus seats are kept in memory between commands: 1 to 1,000,000,000, default 2,000,000. */
  readonly cachedSeats?: number
  /** How often to try when other processes append first, or when an append's outcome is unknown: 1 to 100, default 20. */
  readonly attempts?: number
  /** Uniform in [0, 1); spreads the waits between tries. Default `Math.random`. */
  readonly random?: () => number
}

/** The options with their defaults. */
export interface Settings {
  readonly expiresInSeconds: number
  readonly resendAllowance: ResendAllowance
  readonly claimPolicy: ClaimPolicy
  readonly releaseExpired: boolean
  readonly cachedSeats: number
  readonly retry: RetryPolicy
}

const YEAR = 365 * 24 * 60 * 60

const Options = struct(
  'EngineOptions',
  {},
  {
    expiresInSeconds: ExpirySeconds,
    resendAllowance: struct('ResendAllowance', {
      limit: integer('ResendLimit', 1, RESENDS_KEPT),
      windowSeconds: integer('ResendWindow', 1, YEAR),
    }),
    claimPolicy: ClaimPolicy,
    releaseExpired: oneOf('ReleaseExpired', ['on-command', 'when-full']),
    cachedSeats: integer('CachedSeats', 1, 1_000_000_000),
    attempts: integer('Attempts', 1, 100),
  },
)

/** Reads the options; throws a TypeError that lists every fault, as an engine with wrong options must not start. */
export const settingsOf = (options: EngineOptions): Settings => {
  const parsed = parse(Options, options)
  if (E.isLeft(parsed)) {
    throw new TypeError(`Engine options: ${parsed.left.faults.map(describeFault).join('; ')}`)
  }
  const given = parsed.right
  return {
    expiresInSeconds: given.expiresInSeconds ?? DEFAULT_EXPIRY_SECONDS,
    resendAllowance: given.resendAllowance ?? { limit: 5, windowSeconds: 3_600 },
    claimPolicy: given.claimPolicy ?? 'token',
    releaseExpired: given.releaseExpired === 'when-full',
    cachedSeats: given.cachedSeats ?? 2_000_000,
    retry: {
      attempts: given.attempts ?? 20,
      baseMilliseconds: 4,
      maxMilliseconds: 250,
      random: options.random ?? Math.random,
    },
  }
}
