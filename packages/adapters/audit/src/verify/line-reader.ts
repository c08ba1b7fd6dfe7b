/** A line of an export, and whether its line break is there. */
export interface Line {
  readonly text: string
  readonly whole: boolean
}

/**
 * The lines of a file, in batches. Bytes that are not UTF-8 become U+FFFD, which changes the text and so breaks its seal;
 * a byte order mark is kept, for the same reason.
 */
export async function* linesOf(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Line[], void, undefined> {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const chunk of bytes) {
    const texts = (rest + utf8.decode(chunk, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    yield texts.map((text) => ({ text, whole: true }))
  }
  rest += utf8.decode()
  if (rest !== '') yield [{ text: rest, whole: false }]
}
