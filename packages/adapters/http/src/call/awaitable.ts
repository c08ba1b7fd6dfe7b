import type { Awaitable } from '../ports/subject.js'

/** Goes on at once with a value that is there, and later with a promise: a host that answers at once costs no wait. */
export const andThen = <A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> =>
  value instanceof Promise ? value.then(next) : next(value)
