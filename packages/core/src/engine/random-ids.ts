import { nanoid } from 'nanoid'
import type { Ids } from '../ports/ids.js'

/**
 * The random half of `Ids`, the same on every platform: nanoid takes its bytes from the platform's secure source, and
 * its alphabet is exactly that of a seat id. An adapter adds the hashes of its platform.
 */
export const randomIds: Pick<Ids, 'seat' | 'command'> = {
  seat: () => nanoid(21),
  command: () => nanoid(21),
}
