import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readTeam } from '../src/import/read-team.js'

const root = mkdtempSync(join(tmpdir(), 'seat-ledger-team-'))
const path = join(root, 'team.csv')
afterAll(() => rmSync(root, { recursive: true, force: true }))

const read = (text: string, column?: string) => {
  writeFileSync(path, text)
  return readTeam(path, column)
}
const emails = async (text: string, column?: string): Promise<readonly string[]> =>
  (await read(text, column)).map(({ email }) => email)

describe('a team file', () => {
  it('reads back what a spreadsheet wrote, whatever the delimiter, the line ends and the quotes', async () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.trim().replaceAll('\r', ''))
    const row = fc.tuple(cell, cell)
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, end) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
          const lines = [['Name', 'E-Mail'], ...rows].map((cells) => cells.map(quoted).join(delimiter))
          const kept = rows.filter((cells) => cells.some((text) => text !== ''))
          const text = `\ufeff${lines.join(end)}${end}`
          if (kept.length === 0) await expect(read(text)).rejects.toThrow('no rows below')
          else expect(await emails(text)).toEqual(kept.map(([, email]) => email))
        },
      ),
    )
  })

  it('counts lines as an editor does, past rows that are empty', async () => {
    expect(await read('email\na@x.example\n\n,\nb@x.example\n')).toEqual([
      { line: 2, email: 'a@x.example' },
      { line: 5, email: 'b@x.example' },
    ])
  })

  it.each([
    ['a header that is called so in some way', 'id,E_MAIL address\n1,a@x.example', undefined],
    ['the first cell that holds an address, without a header', 'Ada,a@x.example', undefined],
    ['a name that the caller gave', 'Kontakt,email\na@x.example,b@x.example', 'kontakt'],
    ['a number that the caller gave', 'x,email\na@x.example,b@x.example', '1'],
    ['a number that the caller gave, without a header', 'a@x.example,b@x.example', '1'],
  ])('finds the column by %s', async (_how, text, column) => {
    expect(await emails(text, column)).toEqual(['a@x.example'])
  })

  it.each([
    ['', undefined, 'is empty.'],
    ['email\n', undefined, 'has a header and no rows below it.'],
    [
      'Name,Team\nAda,Core',
      undefined,
      'has no column that is called email. Choose one with --email-column; its columns are 1 "Name", 2 "Team".',
    ],
    ['email\na@x.example', '2', 'has no column "2".'],
    ['email\na@x.example\n"open', undefined, 'is not CSV after line 2 (CSV_QUOTE_NOT_CLOSED).'],
  ])('refuses %j in words', async (text, column, message) => {
    await expect(read(text, column)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    })
  })
})
