/** One POST: `body` is sent as it is, `headers` are complete. */
export interface Post {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** Ends the request early. */
  readonly signal: AbortSignal
}

/** What came of a POST. Nothing throws: a network's failures are answers too. */
export type PostResult =
  | {
      readonly _tag: 'Answered'
      readonly status: number
      /** The beginning of the answer, 4 KB at the most. */
      readonly answer: string
      /** What `Retry-After` asks for, in seconds. */
      readonly retryAfterSeconds: number | undefined
    }
  /** No answer: a name that does not resolve, a refused or broken connection, ten seconds of silence. */
  | { readonly _tag: 'Failed'; readonly detail: string }

/** What carries messages to receivers. */
export interface WebhookTransport {
  /** Makes one POST; never rejects. */
  readonly post: (post: Post) => Promise<PostResult>
  /** Closes idle connections and waits for those in use. */
  readonly close: () => Promise<void>
}
