import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AddressForbidden } from './network-policy.js'
import { retryAfterSeconds } from './retry-after.js'
import type { PostResult } from './transport.js'

const ANSWER_BYTES = 4_096

/**
 * Collects the answer to one post, straight from the connection: a stream for each would cost more than the post. Settles
 * once, with the first of: the end of the answer, its first 4 KB, the time limit, the signal, a failure. Whatever comes
 * before the end of the answer gives the connection up.
 */
export class Reply implements Dispatcher.DispatchHandler {
  private readonly resolve: (result: PostResult) => void
  private readonly signal: AbortSignal
  private readonly timer: NodeJS.Timeout
  private controller: Dispatcher.DispatchController | undefined
  private isSettled = false
  private status = 0
  private retryAfter: number | undefined
  private readonly chunks: Buffer[] = []
  private length = 0

  constructor(resolve: (result: PostResult) => void, signal: AbortSignal, timeoutMs: number) {
    this.resolve = resolve
    this.signal = signal
    this.timer = setTimeout(() => this.giveUp('no answer in time'), timeoutMs)
    if (signal.aborted) this.giveUp('stopped')
    else signal.addEventListener('abort', this.onAbort)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.isSettled) controller.abort(ENOUGH)
  }

  onResponseStart(_: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return
    this.status = statusCode
    this.retryAfter = retryAfterSeconds(headers['retry-after'], Date.now())
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk)
    this.length += chunk.length
    if (this.length < ANSWER_BYTES) return
    this.answered()
    this.controller?.abort(ENOUGH)
  }

  onResponseEnd(): void {
    this.answered()
  }

  onResponseError(_: unknown, cause: unknown): void {
    this.settle({ _tag: 'Failed', detail: describe(cause) })
  }

  private readonly onAbort = (): void => this.giveUp('stopped')

  private answered(): void {
    const answer =
      this.length === 0 ? '' : Buffer.concat(this.chunks).subarray(0, ANSWER_BYTES).toString('utf8')
    const { status, retryAfter } = this
    this.settle({ _tag: 'Answered', status, answer, retryAfterSeconds: retryAfter })
  }

  private giveUp(detail: string): void {
    this.settle({ _tag: 'Failed', detail })
    this.controller?.abort(ENOUGH)
  }

  private settle(result: PostResult): void {
    if (this.isSettled) return
    this.isSettled = true
    clearTimeout(this.timer)
    this.signal.removeEventListener('abort', this.onAbort)
    this.resolve(result)
  }
}

const ENOUGH = new Error('the rest of the answer is not wanted')

/** In words that hold no address: a receiver's name server must not tell what lies behind the firewall. */
const describe = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'the connection failed'
  if (cause instanceof AddressForbidden) return cause.message
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (/TIMEOUT/.test(code)) return 'no answer in time'
  return code === '' ? 'the connection failed' : `the connection failed (${code})`
}
