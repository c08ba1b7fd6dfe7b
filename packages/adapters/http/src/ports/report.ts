/** One request that was answered, for a log line and for metrics. Holds no token and no address. */
export interface RequestReport {
  /** The `X-Request-Id` of the answer, and the correlation id of the events that it caused. */
  readonly requestId: string
  /** The HTTP method. */
  readonly method: string
  /** The operation of the OpenAPI document, such as `assignSeat`; `unknown` for paths that do not exist. */
  readonly operation: string
  /** The path that was asked for, with every token in it redacted and without its query. */
  readonly path: string
  /** The HTTP status of the answer. */
  readonly status: number
  /** `ok`, or the `error` of the answer. */
  readonly result: string
  /** From the arrival of the head to the answer, in milliseconds. */
  readonly durationMs: number
  /** Whose data it was about, where that is known. */
  readonly organizationId: string | undefined
  /** What lies behind an answer of 500 or 503; log it, never show it. */
  readonly cause: unknown
}
