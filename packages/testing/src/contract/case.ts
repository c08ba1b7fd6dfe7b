/**
 * One rule of a port, as a test that any runner can run: it settles when the subject keeps the rule and rejects when
 * it does not. `subject` is what the adapter's factory made for this case.
 */
export interface ContractCase<Subject> {
  /** The rule, as a sentence. */
  readonly name: string
  /** Runs the rule; rejects when it is broken. */
  readonly run: (subject: Subject) => Promise<void>
}

/** What every subject of a contract may bring besides its port. */
export interface Subject {
  /** Called after the case, whatever its outcome. */
  readonly cleanup?: () => Promise<void> | void
}

/** Makes a fresh subject per case, or hands out a shared one: no case minds what else is in the store. */
export type Make<Tested> = () => Promise<Tested> | Tested

/** Makes a subject, runs the case, cleans up. For runners other than vitest. */
export const runCase = async <Tested extends Subject>(
  { run }: ContractCase<Tested>,
  make: Make<Tested>,
): Promise<void> => {
  const subject = await make()
  try {
    await run(subject)
  } finally {
    await subject.cleanup?.()
  }
}
