// Fuzzes the targets of test/fuzz/targets/: `npm run fuzz -- [TARGET…] [--seconds N] [--seed N] [--runs N]`.
// Each target is bundled with the source it reaches, which is instrumented to count what it does, and runs in a
// process of its own. An input that must not be is written to a file, and the exit code is 1.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build, type Plugin, transform } from 'esbuild'
import { createInstrumenter } from 'istanbul-lib-instrument'
import type { FuzzReport } from '../test/fuzz/fuzzer.ts'
import { ROOT } from './sources.ts'

const TARGETS = 'test/fuzz/targets/'
const CORPUS = 'test/fuzz/corpus/'

/** What is instrumented: the code under test, not the tests around it. */
const INSTRUMENTED = /\/src\/(core|compiler|conformance|credentials|trace)\//

const instrumented = new Map<string, string>()

/** Loads TypeScript with counters in it; every file once. */
const instrument: Plugin = {
  name: 'instrument',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const known = instrumented.get(path)
      if (known !== undefined) return { contents: known, loader: 'js' }
      const text = readFileSync(path, 'utf8')
      const { code } = await transform(text, { loader: 'ts', target: 'es2022' })
      // a bundle is somewhere else than what it was made of
      const url = JSON.stringify(pathToFileURL(path).href)
      const here = code.replaceAll('import.meta.url', url)
      const contents = INSTRUMENTED.test(path)
        ? createInstrumenter({ esModules: true, compact: true }).instrumentSync(here, path)
        : here
      instrumented.set(path, contents)
      return { contents, loader: 'js' }
    })
  },
}

async function bundle(name: string, outfile: string): Promise<void> {
  const contents = `
    import { target } from './${TARGETS}${name}.ts'
    import { Fuzzer } from './test/fuzz/fuzzer.ts'
    const report = new Fuzzer(target, JSON.parse(process.argv[2])).run()
    const input = report.finding && [...report.finding.input]
    process.stdout.write(JSON.stringify({ ...report, input }))`
  await build({
    stdin: { contents, resolveDir: ROOT, sourcefile: `${name}.js` },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    plugins: [instrument],
    logLevel: 'error',
  })
}

const FLAGS = ['--expose-gc', '--max-semi-space-size=4']

/** Fuzzes one target; false when something was found. */
async function fuzz(name: string, folder: string, options: object): Promise<boolean> {
  const file = join(folder, `${name}.mjs`)
  await bundle(name, file)
  const start = performance.now()
  const argument = JSON.stringify({ ...options, corpus: `${ROOT}${CORPUS}${name}` })
  const child = spawnSync(process.execPath, [...FLAGS, file, argument], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  })
  const seconds = (performance.now() - start) / 1000
  if (child.status !== 0) {
    console.log(`FAILED  ${name}: the process ended with ${child.status ?? child.signal}`)
    return false
  }
  const report = JSON.parse(child.stdout) as FuzzReport & { readonly input?: number[] }
  const { runs, reached, size, kept, finding } = report
  const rate = Math.round(runs / seconds)
  console.log(
    `${finding === undefined ? 'passed' : 'FAILED'}  ${name.padEnd(16)} ${runs} inputs, ${rate}/s, ` +
      `${reached} of ${size} counters reached, ${kept} inputs kept`,
  )
  if (finding === undefined) return true
  const saved = join(tmpdir(), `fuzz-${name}-${finding.kind}`)
  writeFileSync(saved, Uint8Array.from(report.input!))
  console.log(
    `${finding.kind}: ${finding.detail}\nthe input (${report.input!.length} bytes) is in ${saved}`,
  )
  return false
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: `${Number.MAX_SAFE_INTEGER}` },
  },
})
const known = readdirSync(ROOT + TARGETS).map(file => file.replace(/\.ts$/, ''))
const unknown = positionals.filter(name => !known.includes(name))
if (unknown.length > 0) {
  console.error(`no target ${unknown.join(', ')}; there are ${known.join(', ')}`)
  process.exit(2)
}
const options = {
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  runs: Number(values.runs),
}
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
try {
  for (const name of positionals.length > 0 ? positionals : known)
    if (!(await fuzz(name, folder, options))) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
