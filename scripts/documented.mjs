// Every public export, and every member of it, has a comment. The rules are in typedoc.json.
import { join } from 'node:path'
import {
  Application,
  Comment,
  LiteralType,
  ReferenceType,
  ReflectionKind,
  TSConfigReader,
  TypeDocReader,
} from 'typedoc'
import { publicPackages } from './workspace.mjs'

const source = '@seat-ledger/source'
const packages = publicPackages()

const entryPoints = packages.flatMap(({ dir, manifest }) =>
  Object.values(manifest.exports ?? {})
    .filter((target) => typeof target === 'object' && source in target)
    .map((target) => join(dir, target[source])),
)

// `_tag: 'SeatNotAvailable'`, as a type or as an io-ts codec, says itself: a comment would be noise.
const saysItself = (type) =>
  type instanceof LiteralType || (type instanceof ReferenceType && type.name === 'LiteralC')

const app = await Application.bootstrap(
  // TypeDoc asks for comments only on what belongs to packages named here: by default the (empty) root.
  { entryPoints, packagesRequiringDocumentation: packages.map(({ manifest }) => manifest.name) },
  [new TypeDocReader(), new TSConfigReader()],
)
const project = await app.convert()
if (project !== undefined) {
  for (const property of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (saysItself(property.type)) property.comment ??= new Comment([{ kind: 'text', text: property.name }])
  }
  app.validate(project)
}

const { errorCount, warningCount, validationWarningCount } = app.logger
if (entryPoints.length === 0) console.error('no public package has an entry point')
const clean = errorCount + warningCount + validationWarningCount === 0
process.exitCode = clean && project !== undefined && entryPoints.length > 0 ? 0 : 1
