// Proves that the conformance cases tell a wrong program from a right one: takes one check after another out of a
// copy of the source, and plays the cases that mutations.txt names for it against the client or the data centre of
// that copy, in another process. `npm run conform:mutants [-- --only ID…]`. The harness is that of this project as
// it stands. A case that does not see that the check is missing sets the exit code to 1.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conformClient } from '../src/cli/conform-client.ts'
import { quoted } from '../src/cli/conform-options.ts'
import { CASE_FILES } from '../src/conformance/cases/all.ts'
import { parseReport } from '../src/conformance/report/json.ts'
import type { CaseReport } from '../src/conformance/report/model.ts'
import { Copy, share } from './copy.ts'
import { listProblems, type Mutation, readMutations } from './mutations.ts'
import { playOwnServer } from './own-server.ts'
import { logInAll } from './own-sessions.ts'

/** Nearly all of its time a case waits. */
const COPIES = 2 * availableParallelism()

/** Cases in which somebody is logged in, so that a token can be accepted. */
const LOGIN = /^(QR|PW)-/

/** What a program shows that ends without meaning to: no case says so. */
const CRASH = /^(exit code \d|ended by|cannot be started)/

const sides = new Map(
  CASE_FILES.flatMap(({ cases }) => cases())
    .filter(({ kind }) => kind === 'wire')
    .map(({ id, slug, side }) => [`${id}/${slug}`, side]),
)
const quiet = { write: () => {}, warn: () => {} }

/** A copy whose client the shim can be run with. */
function makeCopy(): Copy {
  const copy = new Copy()
  for (const name of ['', 'credentials/']) {
    const folder = join(copy.folder, 'dist', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'index.js'), `export * from '${copy.folder}/src/${name}index.ts'\n`)
  }
  return copy
}

/** Plays cases against the client of a copy. */
async function playClient({ folder }: Copy, cases: readonly string[]): Promise<CaseReport[]> {
  const shim = join(folder, 'test/interop/shims/raw-mtproto.mjs')
  const words = [process.execPath, '--conditions=source', '--import', 'tsx', shim]
  const json = join(folder, 'report.json')
  const command = words.map(quoted).join(' ')
  await conformClient(['--exec', command, '--only', cases.join(), '--json', json], quiet)
  return [...parseReport(readFileSync(json, 'utf8')).cases]
}

/** Plays cases against the program of a copy, each against that of its side. */
async function play(copy: Copy, cases: readonly string[]): Promise<CaseReport[]> {
  const client = cases.filter(name => sides.get(name) === 'client')
  const server = cases.filter(name => sides.get(name) === 'server')
  const reports: CaseReport[] = []
  if (client.length > 0) reports.push(...(await playClient(copy, client)))
  if (server.length > 0) {
    const logIn = server.some(name => LOGIN.test(name)) ? logInAll : undefined
    const only = ['--only', server.join()]
    reports.push(...(await playOwnServer(copy.folder, only, quiet, logIn)).report.cases)
  }
  return reports
}

/** Whether the verdict is about what the program said: one that was never heard may not even have been loaded. */
function isCaught({ verdict, fault }: CaseReport): boolean {
  if (verdict !== 'fail' && verdict !== 'non-strict') return false
  const wasHeard = fault!.wire.some(({ direction }) => direction === 'in')
  return wasHeard && !CRASH.test(fault!.seen)
}

const nameOf = ({ id, slug }: CaseReport): string => `${id}/${slug}`

const told = ({ verdict, reason, fault }: CaseReport): string =>
  `${verdict}: ${reason ?? `seen ${fault!.seen}`}`

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const { only } = values
const mutations = readMutations().filter(({ cases }) => cases.length > 0)
const chosen = mutations.filter(({ id }) => only === undefined || only.includes(id))
const wrong = [
  ...listProblems(chosen, only),
  ...mutations.flatMap(({ id, cases }) =>
    cases.filter(name => !sides.has(name)).map(name => `${id}: there is no case ${name}`),
  ),
  ...(chosen.length === 0 ? ['nothing is to be played'] : []),
]
for (const problem of wrong) console.error(problem)
if (wrong.length > 0) process.exit(2)

const copies = Array.from({ length: Math.min(COPIES, chosen.length) }, makeCopy)
let caught = 0

/** Plays the cases of a check while it is missing: nothing is played when its data centre cannot be. */
async function playWithout(mutation: Mutation, copy: Copy): Promise<CaseReport[]> {
  try {
    return await copy.without(mutation, () => play(copy, mutation.cases))
  } catch (error) {
    console.error(`${mutation.id}: ${error}`)
    return []
  }
}

/** Prints what became of a program without a check. */
function tell({ id, what, cases }: Mutation, reports: readonly CaseReport[]): void {
  const isNoticed = reports.length === cases.length && reports.every(isCaught)
  const by = reports.map(report => `${nameOf(report)} (${told(report)})`).join(', ')
  console.log(`${isNoticed ? 'caught' : 'MISSED'} ${id.padEnd(16)} ${what} by ${by || 'nothing'}`)
  if (isNoticed) caught++
  else process.exitCode = 1
}

try {
  // with every check in its place the cases have to pass
  const failing = new Set<string>()
  for (const report of await play(copies[0]!, [...new Set(chosen.flatMap(({ cases }) => cases))])) {
    if (report.verdict === 'pass') continue
    failing.add(nameOf(report))
    console.log(`${nameOf(report)} as it is: ${told(report)}`)
    process.exitCode = 1
  }
  const judged = chosen.filter(({ cases }) => !cases.some(name => failing.has(name)))
  const undecided: Mutation[] = []
  await share(judged, copies, async (mutation, copy) => {
    const reports = await playWithout(mutation, copy)
    if (reports.some(({ verdict }) => verdict === 'inconclusive')) undecided.push(mutation)
    else tell(mutation, reports)
  })
  // A busy machine is slow, so these get another chance, with nothing beside them.
  for (const mutation of undecided) tell(mutation, await playWithout(mutation, copies[0]!))
} finally {
  for (const copy of copies) copy.remove()
}
console.log(`${caught} of ${chosen.length} programs without a check are caught`)
