import ts from 'typescript'

export interface TypeFault {
  readonly line: number
  readonly text: string
}

/** Type-checks the files as one program under the workspace's own strict options; errors by file. */
export const typeErrors = (
  tsconfig: string,
  files: ReadonlyArray<string>,
): ReadonlyMap<string, ReadonlyArray<TypeFault>> => {
  const config = ts.getParsedCommandLineOfConfigFile(
    tsconfig,
    // An example may name a value only to show it. Each file is a module, also one without an import.
    { noUnusedLocals: false, noUnusedParameters: false, moduleDetection: ts.ModuleDetectionKind.Force },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  if (config === undefined) throw new Error(`cannot read ${tsconfig}`)
  const program = ts.createProgram([...files], config.options)
  const errors = new Map<string, ReadonlyArray<TypeFault>>()
  for (const file of files) {
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`not in the program: ${file}`)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    const faults = found.map((diagnostic) => ({
      line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
      text: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    }))
    errors.set(file, faults)
  }
  return errors
}
