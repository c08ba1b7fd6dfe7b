/** An option with its value: the value may be a secret, and the name alone says what is wrong. */
const UNKNOWN_WITH_VALUE = /(unknown option '-[^'=]*)=[^']*'/

/** A message of the command line parser on one line, without the value of an option that nobody knows. */
export const oneLine = (text: string): string =>
  text
    .replace(UNKNOWN_WITH_VALUE, "$1'")
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
