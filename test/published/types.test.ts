// The declarations of every entry point, as somebody gets them who installs the package: with the compilers of two
// generations, each file of it checked, in Node and where there is nothing of Node.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { install } from '../runtimes/installed.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))
const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const ENTRIES = Object.keys(exports).filter(key => !key.endsWith('.json'))
/** What needs Node to run needs its types as well. */
const OF_NODE = ['./node']

const PLACES = {
  Node: { entries: ENTRIES, module: 'nodenext', lib: ['es2023'], types: ['node'] },
  'a page': {
    entries: ENTRIES.filter(entry => !OF_NODE.includes(entry)),
    ...{ module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [] },
  },
  'an engine without any platform': {
    entries: ENTRIES.filter(entry => !OF_NODE.includes(entry)),
    ...{ module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], types: [] },
  },
}

const folder = install()
mkdirSync(join(folder, 'node_modules', '@types'))
symlinkSync(join(ROOT, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))

for (const home of [HERE, ROOT]) {
  const compiler = join(home, 'node_modules', 'typescript')
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'))
  for (const [place, { entries, ...options }] of Object.entries(PLACES))
    test(`TypeScript ${version} takes every entry point in ${place}`, () => {
      assert.equal(check(compiler, entries, options), '')
    })
  test(`TypeScript ${version} finds a name that is not there`, () => {
    const { entries, ...options } = PLACES.Node
    assert.match(check(compiler, entries, options, `import { no } from '${name}'`), /TS2305/)
  })
}

/** Imports the entry points in one file; returns what the compiler says. */
function check(
  compiler: string,
  entries: readonly string[],
  options: Readonly<Record<string, unknown>>,
  more = '',
): string {
  const imports = entries.map(
    (entry, index) => `import * as entry${index} from '${join(name, entry)}'\nvoid entry${index}\n`,
  )
  writeFileSync(join(folder, 'consumer.ts'), `${imports.join('')}${more}\n`)
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ target: 'es2022', skipLibCheck: false, noEmit: true },
    ...options,
  }
  const tsconfig = { compilerOptions, files: ['consumer.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  const tsc = join(compiler, 'bin', 'tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' }).stdout
}
