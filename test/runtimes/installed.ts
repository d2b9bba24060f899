// The package as a stranger has it: packed, unpacked into a folder of its own, and imported by its name.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))
const { name, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

let folder: string | undefined

/** The folder, made once in a process, that has the package in its node_modules. */
export function install(): string {
  folder ??= installInto(mkdtempSync(join(tmpdir(), 'raw-mtproto-runtimes-')))
  return folder
}

/** Compiles programs of this folder, by their names without `.ts`, to `.mjs` beside the installed package. */
export async function compile(...programs: readonly string[]): Promise<void> {
  await build({
    absWorkingDir: HERE,
    entryPoints: programs.map(program => `${program}.ts`),
    outdir: install(),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    external: [name],
    alias: { 'node:test': './run-tests.ts' },
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  })
}

function installInto(folder: string): string {
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const modules = join(folder, 'node_modules')
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    }),
  )
  const home = join(modules, name)
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', home])
  for (const dependency of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', dependency), join(modules, dependency))
  }
  const own = { type: 'module', dependencies: { [name]: '*', ...dependencies } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(own))
  return folder
}
