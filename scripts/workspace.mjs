// What the other scripts share: which packages are published, and how to run a tool.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** A tool of the workspace, started as plain Node: the same on every platform, and no shell between. */
export const tool = (packageName, bin = packageName) => {
  const dir = join(root, 'node_modules', packageName)
  const { bin: bins } = readJson(join(dir, 'package.json'))
  return [process.execPath, join(dir, typeof bins === 'string' ? bins : bins[bin])]
}

/** The pnpm that runs us; without one, the version the root package.json names. */
export const pnpm = () => {
  const running = process.env.npm_execpath
  if (running?.includes('pnpm')) return [process.execPath, running]
  return ['npx', '-y', readJson(join(root, 'package.json')).packageManager]
}

/** Packages that users install: `{ dir, manifest }` of each one that is not private. */
export const publicPackages = () =>
  ['packages', 'packages/adapters']
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, path: relative(root, dir), manifest: readJson(join(dir, 'package.json')) }))
    .filter(({ manifest }) => manifest.private !== true)

/** `{ ok, output }` of a command; it never throws, is killed after the limit, and has no stdin. */
export const run = ([command, ...args], { cwd = root, seconds = 120, env = {} } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => resolve({ ok: false, output: String(error) }))
    child.on('close', (code, signal) => {
      const killed = signal === null ? '' : `\nkilled by ${signal} (limit ${seconds} s)`
      resolve({ ok: code === 0, output: output + killed })
    })
  })
