// Each package as the user gets it: built, packed, unpacked beside its declared dependencies alone,
// then linted, imported in plain Node (no flags, no bundler) and type-checked by a strict consumer.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { checkConsumer } from './consumer.mjs'
import { pnpm, publicPackages, readJson, root, run, tool } from './workspace.mjs'

const temp = realpathSync(mkdtempSync(join(tmpdir(), 'seat-ledger-packed-')))
const problems = []
const link = (target, path) => {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}

/** tsc leaves the output of a removed or renamed source in dist, and it would be packed: drop it. */
const dropOldOutput = (dir) => {
  const dist = join(dir, 'dist')
  if (!existsSync(dist)) return
  for (const file of readdirSync(dist, { recursive: true })) {
    const [, base] = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file) ?? []
    if (base !== undefined && !existsSync(join(dir, 'src', `${base}.ts`))) rmSync(join(dist, file))
  }
}

/** Unpacks a tarball into a folder of its own, so that Node finds nothing there that we did not put. */
const unpack = async (tarball, index) => {
  const into = join(temp, 'packages', String(index))
  mkdirSync(into, { recursive: true })
  const { ok, output } = await run(['tar', '-xzf', tarball, '-C', into])
  if (!ok) throw new Error(`cannot unpack ${tarball}: ${output}`)
  const dir = join(into, 'package')
  return { dir, manifest: readJson(join(dir, 'package.json')), files: readdirSync(dir, { recursive: true }) }
}

/** Each package sees what its packed manifest declares and nothing more: a forgotten dependency crashes. */
const linkDependencies = (packed, sourceDir, packedByName) => {
  const { dependencies, peerDependencies } = packed.manifest
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const target = packedByName.get(name)?.dir ?? join(sourceDir, 'node_modules', name)
    if (existsSync(target)) link(target, join(packed.dir, 'node_modules', name))
  }
}

const checkFiles = ({ manifest, files, dir }) => {
  const report = (text) => problems.push(`${manifest.name}: ${text}`)
  for (const file of ['LICENSE', 'README.md']) {
    if (!files.includes(file)) report(`${file} is not in the tarball`)
  }
  if (!files.some((file) => file.startsWith('dist') && file.endsWith('.d.ts'))) {
    report(
      'no dist/**/*.d.ts in the tarball: add the package to the references of tsconfig.json, or run pnpm clean',
    )
  }
  for (const file of files) {
    if (/(^|[\\/])(test|tests|__tests__)[\\/]|\.(test|spec)\.|\.tsbuildinfo$/.test(file)) {
      report(`${file} does not belong into the tarball`)
    }
  }
  if (specifiers({ manifest }).length === 0 && manifest.bin === undefined) report('neither exports nor bin')
  if (/"(workspace|catalog):/.test(readFileSync(join(dir, 'package.json'), 'utf8'))) {
    report('workspace: or catalog: is left in the packed package.json')
  }
}

const checkLint = async ({ dir, manifest }) => {
  const { messages } = await publint({ pkgDir: dir, pack: false, level: 'warning', strict: true })
  for (const message of messages) {
    problems.push(`${manifest.name}: publint: ${formatMessage(message, manifest, { color: false })}`)
  }
}

const checkBins = async ({ dir, manifest }) => {
  const bins = typeof manifest.bin === 'string' ? { [manifest.name]: manifest.bin } : (manifest.bin ?? {})
  for (const [name, path] of Object.entries(bins)) {
    const { ok, output } = await run([process.execPath, join(dir, path), '--help'], {
      cwd: temp,
      seconds: 20,
    })
    if (!ok || output.trim() === '') problems.push(`${manifest.name}: ${name} --help failed\n${output}`)
  }
}

/** `['@seat-ledger/core', '@seat-ledger/core/sub', …]`: what a user may import. */
const specifiers = ({ manifest }) =>
  Object.keys(manifest.exports ?? {})
    .filter((path) => !path.endsWith('.json'))
    .map((path) => manifest.name + path.slice(1))

const importInNode = async (name, promised, consumerDir) => {
  const code = `console.log(JSON.stringify(Object.keys(await import('${name}'))))`
  const command = [process.execPath, '--input-type=module', '--eval', code]
  const { ok, output } = await run(command, { cwd: consumerDir, seconds: 20, env: { NODE_OPTIONS: '' } })
  if (!ok) return problems.push(`${name}: the import fails in plain Node\n${output}`)
  const found = JSON.parse(output.trim().split('\n').at(-1))
  if (found.length === 0 && promised.length === 0) problems.push(`${name}: exports nothing at run time`)
  const missing = promised.filter((value) => !found.includes(value))
  if (missing.length > 0) problems.push(`${name}: only in the types, not at run time: ${missing.join(', ')}`)
}

const main = async () => {
  const packages = publicPackages()
  const build = await run([...tool('typescript', 'tsc'), '-b'])
  if (!build.ok) return problems.push(`the build fails\n${build.output}`)
  for (const { dir } of packages) dropOldOutput(dir)
  const filters = packages.flatMap(({ manifest }) => ['--filter', manifest.name])
  const tarballs = join(temp, 'tarballs')
  const pack = await run([...pnpm(), '-r', ...filters, 'pack', '--pack-destination', tarballs])
  if (!pack.ok) return problems.push(`pnpm pack fails\n${pack.output}`)

  const packed = await Promise.all(readdirSync(tarballs).map((name, i) => unpack(join(tarballs, name), i)))
  const packedByName = new Map(packed.map((each) => [each.manifest.name, each]))
  const consumerDir = join(temp, 'consumer')
  link(join(root, 'node_modules', '@types', 'node'), join(consumerDir, 'node_modules', '@types', 'node'))
  writeFileSync(join(consumerDir, 'package.json'), '{ "type": "module" }')

  for (const { dir, manifest } of packages) {
    const each = packedByName.get(manifest.name)
    if (each === undefined) {
      problems.push(`${manifest.name}: was not packed`)
      continue
    }
    checkFiles(each)
    linkDependencies(each, dir, packedByName)
    link(each.dir, join(consumerDir, 'node_modules', manifest.name))
  }
  for (const each of packed) {
    await checkLint(each)
    await checkBins(each)
  }

  const entries = packed.flatMap(specifiers)
  const { promised, errors } = checkConsumer(entries, consumerDir, temp)
  problems.push(...errors)
  for (const [i, name] of entries.entries()) await importInNode(name, promised[i], consumerDir)
  console.log(`${packed.length} packages, ${entries.length} entries, ${promised.flat().length} values`)
}

try {
  await main()
} finally {
  rmSync(temp, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
