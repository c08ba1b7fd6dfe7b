import { checkFile, describeProblem } from '@seat-ledger/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { failed } from '../terminal/exit.js'
import { counting } from './counting.js'
import { type FileFlags, fileOf, refuse, say } from './data-file.js'

/** Checks the file, prints what it finds, and fails when there is anything. */
export const runCheck = async (flags: FileFlags): Promise<void> => {
  const progress = counting('checking')
  const report = await checkFile({ file: fileOf(flags) }, ({ ledgers, of }) => progress.at(ledgers, of))
  progress.stop()
  if (E.isLeft(report)) return refuse(describeProblem(report.left))
  const { ledgers, events, findings } = report.right
  for (const { area, stream, detail } of findings) say([area, stream ?? '', detail].join('\t'))
  const read = `${events} events of ${ledgers} ledgers`
  if (findings.length > 0) throw failed(`${findings.length} findings in ${read}.`)
  say(`all is well: ${read}`)
}
