const DAY = 24 * 60 * 60

/** What a `Retry-After` header asks for, in seconds from `now` (milliseconds), at most a day; undefined for anything odd. */
export const retryAfterSeconds = (header: string | string[] | undefined, now: number): number | undefined => {
  const text = typeof header === 'string' ? header : header?.[0]
  if (text === undefined) return undefined
  const seconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) : (Date.parse(text) - now) / 1_000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), DAY) : undefined
}
