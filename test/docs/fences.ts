/** One module made of one fenced block and the blocks that continue it. */
export interface Example {
  /** Where its first block starts, as an editor opens it: `docs/guide.md:12`. */
  readonly at: string
  /** The code to type-check. Line 12 of the text is line 12 of the document, so errors name the right place. */
  readonly checked: string
  /** The code to run: `checked` without the blocks marked `no-run`. Undefined when nothing is left. */
  readonly run: string | undefined
}

interface Block {
  readonly line: number
  readonly flags: ReadonlyArray<string>
  readonly code: ReadonlyArray<string>
  /** The last line of text before the fence. */
  readonly before: string
}

const opening = /^(?<indent>\s*)(?<fence>`{3,}|~{3,})(?<language>[^\s`]*)(?<info>[^`]*)$/

const readBlocks = (lines: ReadonlyArray<string>): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let before = ''
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? ''
    const match = opening.exec(line)?.groups
    if (match === undefined) {
      if (line.trim() !== '') before = line.trim()
      continue
    }
    const start = i
    i += 1
    while (i < lines.length && (lines[i] ?? '').trim() !== match.fence) i += 1
    if (match.language === 'ts' || match.language === 'typescript') {
      const flags = (match.info ?? '').split(/\s+/).filter((flag) => flag !== '')
      const code = lines.slice(start + 1, i).map((each) => each.slice((match.indent ?? '').length))
      blocks.push({ line: start + 1, flags, code, before })
    }
    before = ''
  }
  return blocks
}

const problemOf = (block: Block, isFirst: boolean): string | undefined => {
  const unknown = block.flags.find((flag) => flag !== 'continues' && flag !== 'no-run')
  if (unknown !== undefined) return `unknown word after \`\`\`ts: ${unknown}`
  if (block.flags.includes('continues') && isFirst) return 'continues, but no ts block stands before it'
  if (block.flags.includes('no-run') && !/<!--.*\w.*-->$|^\w.*-->$/.test(block.before)) {
    return 'no-run needs an HTML comment before it that says why'
  }
  return undefined
}

/** Puts each block where it stood in the document; everything else becomes an empty line. */
const place = (blocks: ReadonlyArray<Block>): string => {
  const lines: Array<string> = []
  for (const block of blocks) {
    while (lines.length < block.line) lines.push('')
    lines.push(...block.code)
  }
  return `${lines.join('\n')}\n`
}

/** Reads the examples of a Markdown text; `problems` are wrongly marked blocks, each with file and line. */
export const readExamples = (
  path: string,
  markdown: string,
): { readonly examples: ReadonlyArray<Example>; readonly problems: ReadonlyArray<string> } => {
  const chains: Array<Array<Block>> = []
  const problems: Array<string> = []
  for (const block of readBlocks(markdown.split(/\r?\n/))) {
    const problem = problemOf(block, chains.length === 0)
    if (problem !== undefined) problems.push(`${path}:${block.line}: ${problem}`)
    const last = chains.at(-1)
    if (last !== undefined && block.flags.includes('continues')) last.push(block)
    else chains.push([block])
  }
  const examples = chains.map((chain): Example => {
    const runnable = chain.filter((block) => !block.flags.includes('no-run'))
    return {
      at: `${path}:${chain[0]?.line}`,
      checked: place(chain),
      run: runnable.length === 0 ? undefined : place(runnable),
    }
  })
  return { examples, problems }
}
