import type { Awaitable } from './subject.js'

/** Counts one request of `key`; answers 0 when it may go on, else in how many seconds to try again. */
export type RateLimit = (key: string) => Awaitable<number>
