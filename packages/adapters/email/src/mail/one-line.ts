const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu
/** What turns the direction of writing, and halves of characters: neither belongs into a name. */
const TRICKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu

/**
 * A text as it may stand in a header or in the middle of a sentence: on one line, without control characters and without
 * marks that change the direction of writing, `max` characters at the most.
 */
export const oneLine = (text: string, max = 200): string => {
  const plain = text.replace(BREAKS, ' ').replace(TRICKS, '').trim()
  const characters = [...plain]
  return characters.length <= max ? plain : `${characters.slice(0, max - 1).join('')}…`
}
