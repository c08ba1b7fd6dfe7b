import { createHash } from 'node:crypto'
import { CommandId } from '@seat-ledger/core'

/**
 * The command id of an `Idempotency-Key`, or undefined when there is none. A key belongs to who sent it (`scope`), so two
 * callers cannot take each other's; and each pool remembers its own commands, so a key that is used again for another
 * pool is another command there. `key` was checked before.
 */
export const commandIdOf = (scope: string, key: string | undefined): CommandId | undefined => {
  if (key === undefined) return undefined
  const plain = `${scope}:${key}`
  if (CommandId.is(plain)) return plain
  const hashed = `key:${createHash('sha256').update(plain).digest('base64url')}`
  return CommandId.is(hashed) ? hashed : undefined
}
