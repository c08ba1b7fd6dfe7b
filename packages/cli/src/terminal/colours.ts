import picocolors from 'picocolors'

/** Colours for people: only on a terminal that shows them, and never when NO_COLOR is set (https://no-color.org). */
const coloursFor = (stream: { readonly isTTY?: boolean }): ReturnType<typeof picocolors.createColors> => {
  const { NO_COLOR, TERM } = process.env
  const refused = NO_COLOR !== undefined && NO_COLOR !== ''
  return picocolors.createColors(stream.isTTY === true && !refused && TERM !== 'dumb')
}

/** Colours of what is written to stdout. */
export const colours = coloursFor(process.stdout)

/** Colours of what is written to stderr. */
export const errorColours = coloursFor(process.stderr)
