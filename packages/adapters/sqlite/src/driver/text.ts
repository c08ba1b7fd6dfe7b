/**
 * SQL that gives a text's bytes. What a damaged file calls text need not be UTF-8, and libsql ends the whole process
 * over that; as bytes it comes through, and whoever reads it finds it changed.
 */
export const bytesOf = (sql: string): string => `CAST(${sql} AS BLOB)`

/** A column of bytes, which the libraries give in one of two shapes; undefined when it is none. */
export const bytesIn = (value: unknown): Buffer | undefined => {
  if (value instanceof ArrayBuffer) return Buffer.from(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return undefined
}

/** A column of bytes as text; what is not UTF-8 becomes a replacement character. */
export const textIn = (value: unknown): string => bytesIn(value)?.toString('utf8') ?? ''
