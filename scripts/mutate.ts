// Proves that the tests notice when a check is missing: takes one check after another out of a copy of the source
// and runs the tests that are named for it. `npm run mutate -- [--only ID…]`. A check whose absence makes no
// assertion fail is not tested, and the exit code is 1.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Copy, share } from './copy.ts'
import { listProblems, readMutations } from './mutations.ts'

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

/** Runs the tests of a copy whose paths contain one of the parts. */
function test({ folder }: Copy, parts: readonly string[]): Promise<Verdict> {
  const flags = ['--conditions=source', '--import', 'tsx', '--test-reporter=tap']
  const child = spawn(process.execPath, [...flags, 'test/all.ts', ...parts], {
    cwd: folder,
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

/** Did an assertion fail, or a property, whose error comes from fast-check? */
function verdictOf(tap: string): Verdict {
  const cannotLoad = /^not ok .* can be loaded$/m.test(tap)
  const failed = /code: 'ERR_ASSERTION'|Property failed after/.test(tap)
  return failed && !cannotLoad ? 'noticed' : 'BROKEN'
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const { only } = values
const mutations = readMutations()
const chosen = mutations.filter(({ id }) => only === undefined || only.includes(id))
const wrong = listProblems(mutations, only)
for (const problem of wrong) console.error(problem)
if (wrong.length > 0) process.exit(2)

const copies = Array.from({ length: availableParallelism() }, () => new Copy())
let noticed = 0
try {
  // with every check in its place the tests have to pass
  const failing = new Set<string>()
  const sets = new Map(chosen.map(({ tests }) => [tests.join(' '), tests]))
  await share([...sets], copies, async ([name, tests], copy) => {
    if ((await test(copy, tests)) === 'SURVIVED') return
    failing.add(name)
    console.log(`the tests ${name} fail as they are`)
    process.exitCode = 1
  })
  const judged = chosen.filter(({ tests }) => !failing.has(tests.join(' ')))
  await share(judged, copies, async (mutation, copy) => {
    const { id, what, file, tests } = mutation
    const verdict = await copy.without(mutation, () => test(copy, tests))
    console.log(`${verdict.padEnd(9)} ${id.padEnd(16)} ${what} (${file})`)
    if (verdict === 'noticed') noticed++
    else process.exitCode = 1
  })
} finally {
  for (const copy of copies) copy.remove()
}
console.log(`${noticed} of ${chosen.length} missing checks are noticed`)
