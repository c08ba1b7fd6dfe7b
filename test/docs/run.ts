import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

interface Answer {
  readonly error: string | undefined
  readonly dirty: boolean
}

const start = (cwd: string): ChildProcess =>
  fork(new URL('./run-blocks.mjs', import.meta.url), {
    cwd,
    execArgv: ['--import', 'tsx', '--conditions=@seat-ledger/source'],
    silent: true,
  })

/** Runs one file in the child; gives what went wrong, and whether the child can be used again. */
const runIn = async (child: ChildProcess, file: string, limitMs: number): Promise<Answer> => {
  let output = ''
  const keep = (chunk: unknown) => {
    output += String(chunk)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const answered = once(child, 'message').then(([answer]) => answer as Answer)
  const closed = once(child, 'close').then(([code, signal]): Answer => {
    const how = signal === null ? `ended the process (exit code ${code})` : `did not end in ${limitMs} ms`
    return { error: `the example ${how}`, dirty: true }
  })
  child.send(file)
  const answer = await Promise.race([answered, closed])
  clearTimeout(timer)
  child.stdout?.off('data', keep)
  child.stderr?.off('data', keep)
  return answer.error === undefined ? answer : { ...answer, error: `${answer.error}\n${output}`.trim() }
}

/**
 * Runs each file as a module in plain Node through tsx, one after another. They share a process while it
 * stays clean: starting one per example would cost more than the examples. Gives the errors by file.
 */
export const runErrors = async (
  files: ReadonlyArray<string>,
  cwd: string,
  limitMs: number,
): Promise<ReadonlyMap<string, string>> => {
  const errors = new Map<string, string>()
  let child: ChildProcess | undefined
  for (const file of files) {
    child ??= start(cwd)
    const { error, dirty } = await runIn(child, file, limitMs)
    if (error !== undefined) errors.set(file, error)
    if (dirty) {
      child.kill('SIGKILL')
      child = undefined
    }
  }
  child?.kill('SIGKILL')
  return errors
}
