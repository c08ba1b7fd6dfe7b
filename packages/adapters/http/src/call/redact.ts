const CLAIM = /(\/customer-seats\/claim\/)[^/]+/

/** A path that may be logged: without the token that a claim has in it. */
export const redacted = (path: string): string => path.replace(CLAIM, '$1[redacted]').slice(0, 500)
