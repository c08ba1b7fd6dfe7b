/** Where a text stops being JSON: ` (line 3, column 7)`. `JSON.parse` quotes the text instead, and a token may be in it. */
export const jsonFault = async (text: string): Promise<string> => {
  const { parse } = await import('@humanwhocodes/momoa')
  try {
    parse(text)
    return ''
  } catch (cause) {
    const place = new Map(Object.entries(cause instanceof Error ? cause : {}))
    const [line, column] = [place.get('line'), place.get('column')]
    return typeof line === 'number' && typeof column === 'number' ? ` (line ${line}, column ${column})` : ''
  }
}
