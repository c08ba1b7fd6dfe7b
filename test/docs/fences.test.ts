import { expect, test } from 'vitest'
import { readExamples } from './fences.js'

const read = (...lines: ReadonlyArray<string>) => readExamples('a.md', lines.join('\n'))

test('a block keeps its line numbers', () => {
  expect(read('text', '', '```ts', 'one()', 'two()', '```')).toEqual({
    problems: [],
    examples: [{ at: 'a.md:3', checked: '\n\n\none()\ntwo()\n', run: '\n\n\none()\ntwo()\n' }],
  })
})

test('a block that continues joins the one before it', () => {
  const { examples } = read('```ts', 'one()', '```', 'text', '```ts continues', 'two()', '```')
  expect(examples).toEqual([
    { at: 'a.md:1', checked: '\none()\n\n\n\ntwo()\n', run: '\none()\n\n\n\ntwo()\n' },
  ])
})

test('a block marked no-run is type-checked and not run', () => {
  const { examples, problems } = read('<!-- needs a server -->', '', '```ts no-run', 'one()', '```')
  expect(problems).toEqual([])
  expect(examples).toEqual([{ at: 'a.md:3', checked: '\n\n\none()\n', run: undefined }])
})

test('no-run without a reason, continues without a predecessor and unknown words are refused', () => {
  expect(read('text', '```ts no-run', '```').problems).toEqual([
    'a.md:2: no-run needs an HTML comment before it that says why',
  ])
  expect(read('```ts continues', '```').problems).toEqual([
    'a.md:1: continues, but no ts block stands before it',
  ])
  expect(read('```ts norun', '```').problems).toEqual(['a.md:1: unknown word after ```ts: norun'])
})

test('other languages, and a ts fence inside a longer fence, are not examples', () => {
  expect(read('```sh', 'ls', '```', '````md', '```ts', 'one()', '```', '````').examples).toEqual([])
})
