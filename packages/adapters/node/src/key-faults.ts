/**
 * What is wrong with invitation keys. A key is named by its id only where that id is too short to be a secret that got
 * into the wrong place; else by its number, counted from 1.
 */
export type InvitationKeyFault =
  | { readonly _tag: 'NoKeys' }
  /** `current` is not the id of one of the keys. */
  | { readonly _tag: 'CurrentKeyMissing' }
  /** A key id is 1 to 64 characters of A-Z, a-z, 0-9, _ and -. */
  | { readonly _tag: 'KeyIdMalformed'; readonly key: string }
  /** Text after `hex:` or `base64:` that is not in this encoding. */
  | { readonly _tag: 'KeyMalformed'; readonly key: string; readonly encoding: 'hex' | 'base64' }
  /** A key has at least 32 bytes. */
  | { readonly _tag: 'KeyTooShort'; readonly key: string; readonly bytes: number }

/** Thrown once, at start, with every fault of the given keys. Neither message nor faults hold key material. */
export class InvitationKeysInvalid extends Error {
  override readonly name = 'InvitationKeysInvalid'
  readonly faults: readonly InvitationKeyFault[]

  constructor(faults: readonly InvitationKeyFault[]) {
    super(`Invitation keys: ${faults.map(sentence).join('; ')}`)
    this.faults = faults
  }
}

const sentence = (fault: InvitationKeyFault): string => {
  switch (fault._tag) {
    case 'NoKeys':
      return 'there must be at least one key'
    case 'CurrentKeyMissing':
      return '"current" must be the id of one of the keys'
    case 'KeyIdMalformed':
      return `the id of ${fault.key} must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -`
    case 'KeyMalformed':
      return `${fault.key} must be ${fault.encoding} after "${fault.encoding}:"`
    case 'KeyTooShort':
      return `${fault.key} must have at least 32 bytes and has ${fault.bytes}`
  }
}
