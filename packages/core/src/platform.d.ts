/**
 * All that core touches of its platform: web standards present in Node, Deno, Bun, browsers and workers.
 * Declared here because core compiles without the types of any of them.
 */
declare class URL {
  constructor(input: string)
  readonly hostname: string
}

declare class TextEncoder {
  encode(input: string): { readonly length: number }
}

interface AbortSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

declare class AbortController {
  readonly signal: AbortSignal
  abort(): void
}
