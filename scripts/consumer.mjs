// The types of the packed packages as a strict user's compiler sees them.
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

const isTypeOnly = (symbol) =>
  symbol.declarations?.some((node) => ts.isExportSpecifier(node) && ts.isTypeOnlyExportDeclaration(node))

/**
 * Type-checks one strict consumer that imports every entry. Gives, per entry, the names of the values its types
 * promise, and the type errors found in `temp`: declarations of other people are theirs to check.
 */
export const checkConsumer = (entries, consumerDir, temp) => {
  const file = join(consumerDir, 'consumer.ts')
  const lines = entries.map(
    (name, i) => `import * as m${i} from '${name}'\nexport const n${i} = typeof m${i}`,
  )
  writeFileSync(file, `${lines.join('\n')}\n`)
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(consumerDir, 'node_modules', '@types')],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  })
  const errors = []
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const path = diagnostic.file?.fileName
    if (path !== undefined && relative(temp, path).startsWith('..')) continue
    const at = path === undefined ? '' : `${relative(temp, path)}: `
    errors.push(`types: ${at}${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`)
  }
  const checker = program.getTypeChecker()
  const imports = program.getSourceFile(file).statements.filter(ts.isImportDeclaration)
  const promised = imports.map((node) => {
    const module = checker.getSymbolAtLocation(node.moduleSpecifier)
    if (module === undefined) return []
    return checker
      .getExportsOfModule(module)
      .filter((symbol) => {
        const alias = symbol.flags & ts.SymbolFlags.Alias
        const target = alias ? checker.getAliasedSymbol(symbol) : symbol
        return target.flags & ts.SymbolFlags.Value && !isTypeOnly(symbol)
      })
      .map((symbol) => symbol.name)
  })
  return { promised, errors }
}
