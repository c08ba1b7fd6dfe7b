import { open } from 'node:fs/promises'
import { HEADER } from './lines.js'

/** What the two ends of a file say about it. */
interface Ends {
  /** Whether it begins as an export does. */
  readonly isExport: boolean
  /** Whether its last line is that of an export, with its line break. */
  readonly isWhole: boolean
}

/** The last line is a few hundred bytes long. */
const TAIL = 4_096

/** Looks at the first and the last line of a file, and at nothing in between. */
export const endsOf = async (path: string): Promise<Ends> => {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const head = await file.read({ buffer: Buffer.alloc(HEADER.length + 1), position: 0 })
    const tail = await file.read({ buffer: Buffer.alloc(TAIL), position: Math.max(0, size - TAIL) })
    const lines = tail.buffer.subarray(0, tail.bytesRead).toString('latin1').split('\n')
    return {
      isExport: head.buffer.toString('latin1') === `${HEADER}\n`,
      isWhole: lines.at(-1) === '' && /^\{"n":\d+,"end":\{/.test(lines.at(-2) ?? ''),
    }
  } finally {
    await file.close()
  }
}
