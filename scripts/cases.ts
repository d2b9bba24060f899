// Plays every conformance case against this project's own client, server and code: `npm run cases`, or
// `npm run cases -- SES-2 HS` for the ids that begin so. Prints id, file and result of each; exits with 1 when a
// rule has no case, a case has no rule, or a result is not as expected.
import { fileURLToPath } from 'node:url'
import {
  CASE_FILES,
  type Case,
  caseListFaults,
  describe,
  Runner,
  readRules,
  type Vectors,
} from '../src/conformance/index.ts'
import { RULE_IDS } from '../src/core/rules.ts'
import { read } from './sources.ts'

/** The vectors and schemas that cases of our own code rest on. */
export function readVectors(): Vectors {
  return {
    vectors: JSON.parse(read('test/vectors/vectors.json')),
    samples: JSON.parse(read('test/vectors/samples-auth-key.json')),
    schemas: { 'mtproto.tl': read('schema/mtproto.tl'), 'api.tl': read('schema/api.tl') },
  }
}

/** Plays the cases whose id begins with one of `parts`; returns one line for each fault found. */
export async function playCases(
  parts: readonly string[],
  print: (line: string) => void,
): Promise<string[]> {
  const rules = readRules(read('docs/rules.md'))
  const all = CASE_FILES.flatMap(({ file, cases }) => cases().map(each => ({ file, case: each })))
  const faults = caseListFaults(
    all.map(each => each.case),
    RULE_IDS,
  )
  const runner = new Runner(readVectors(), 'cases')
  const chosen = all.filter(
    each => parts.length === 0 || parts.some(part => each.case.id.startsWith(part)),
  )
  for (const { file, case: each } of chosen) {
    const { verdict, seen } = await runner.play(each)
    const name = `${each.id}/${each.slug}`
    print(`${name.padEnd(36)} ${rules.get(each.id)?.level.padEnd(5)} ${file.padEnd(28)} ${verdict}`)
    if (verdict !== 'pass') faults.push(`${name} (${file}): ${verdict}: ${seen}${wanted(each)}`)
  }
  print(`${chosen.length} cases of ${new Set(chosen.map(({ case: { id } }) => id)).size} rules`)
  return faults
}

function wanted({ expected }: Case): string {
  return `, expected ${expected.map(describe).join(' or ')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = await playCases(process.argv.slice(2), console.log)
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
