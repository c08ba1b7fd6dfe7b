const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Writes HTML as a template literal; every value that is put in is escaped, in text and in quoted attributes. */
export const html = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  parts.reduce((written, part, index) => `${written}${escaped(values[index - 1] ?? '')}${part}`)

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
