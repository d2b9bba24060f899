// Proves that the tests notice when a check is missing: takes one check after another out of a copy of the source
// and runs the tests that are named for it. `npm run mutate -- [--only ID…]`. A check whose absence makes no
// assertion fail is not tested, and the exit code is 1.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mutation, readMutations } from './mutations.ts'
import { ROOT } from './sources.ts'

/** What the tests of a copy said. */
type Verdict =
  /** some assertion failed */
  | 'noticed'
  /** all passed */
  | 'SURVIVED'
  /** something failed, but no assertion: the code may not even have been loaded */
  | 'BROKEN'
  | 'HANGS'

/** Of one run of tests, in milliseconds. */
const TIMEOUT = 90_000

/** What the tests need; what is not changed is linked. */
const COPIED = ['src', 'test', 'scripts']
const LINKED = ['node_modules', 'schema', 'docs', 'package.json', 'tsconfig.json', 'README.md']

/** A copy of the project in which one check after another can be missing. */
class Copy {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'mutate-'))

  constructor() {
    const isOurs = (path: string): boolean => !/node_modules|\.venv/.test(path)
    for (const name of COPIED)
      cpSync(ROOT + name, join(this.folder, name), { recursive: true, filter: isOurs })
    for (const name of LINKED) symlinkSync(ROOT + name, join(this.folder, name))
  }

  /** Runs the tests without the check. */
  async judge({ file, from, to, tests }: Mutation): Promise<Verdict> {
    const path = join(this.folder, 'src', file)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
    try {
      return await this.test(tests)
    } finally {
      writeFileSync(path, text)
    }
  }

  /** Runs the tests whose paths contain one of the parts. */
  test(parts: readonly string[]): Promise<Verdict> {
    const flags = ['--conditions=source', '--import', 'tsx', '--test-reporter=tap']
    const child = spawn(process.execPath, [...flags, 'test/all.ts', ...parts], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    return new Promise(resolve => {
      const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT)
      child.on('close', (status, signal) => {
        clearTimeout(timer)
        resolve(signal !== null ? 'HANGS' : status === 0 ? 'SURVIVED' : verdictOf(output))
      })
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** Did an assertion fail, or a property, whose error comes from fast-check? */
function verdictOf(tap: string): Verdict {
  const cannotLoad = /^not ok .* can be loaded$/m.test(tap)
  const failed = /code: 'ERR_ASSERTION'|Property failed after/.test(tap)
  return failed && !cannotLoad ? 'noticed' : 'BROKEN'
}

/** What is wrong with the list itself. */
function problems(mutations: readonly Mutation[]): string[] {
  const seen = new Set<string>()
  return mutations.flatMap(({ id, file, from }) => {
    const found = readFileSync(`${ROOT}src/${file}`, 'utf8').split(from).length - 1
    const isKnown = seen.has(id)
    seen.add(id)
    return [
      ...(found === 1 ? [] : [`${id}: src/${file} has ${JSON.stringify(from)} ${found} times`]),
      ...(isKnown ? [`${id} is there twice`] : []),
    ]
  })
}

/** Runs `work` on every item, on so many at a time as there are workers. */
async function share<T, W>(
  items: readonly T[],
  workers: readonly W[],
  work: (item: T, worker: W) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  await Promise.all(
    workers.map(async worker => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift())
        await work(item, worker)
    }),
  )
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const { only } = values
const mutations = readMutations()
const chosen = mutations.filter(({ id }) => only === undefined || only.includes(id))
const wrong = [
  ...problems(mutations),
  ...(only ?? [])
    .filter(id => mutations.every(mutation => mutation.id !== id))
    .map(id => `there is no ${id}`),
]
for (const problem of wrong) console.error(problem)
if (wrong.length > 0) process.exit(2)

const copies = Array.from({ length: availableParallelism() }, () => new Copy())
let noticed = 0
try {
  // with every check in its place the tests have to pass
  const failing = new Set<string>()
  const sets = new Map(chosen.map(({ tests }) => [tests.join(' '), tests]))
  await share([...sets], copies, async ([name, tests], copy) => {
    if ((await copy.test(tests)) === 'SURVIVED') return
    failing.add(name)
    console.log(`the tests ${name} fail as they are`)
    process.exitCode = 1
  })
  const judged = chosen.filter(({ tests }) => !failing.has(tests.join(' ')))
  await share(judged, copies, async (mutation, copy) => {
    const verdict = await copy.judge(mutation)
    const { id, what, file } = mutation
    console.log(`${verdict.padEnd(9)} ${id.padEnd(16)} ${what} (${file})`)
    if (verdict === 'noticed') noticed++
    else process.exitCode = 1
  })
} finally {
  for (const copy of copies) copy.remove()
}
console.log(`${noticed} of ${chosen.length} missing checks are noticed`)
