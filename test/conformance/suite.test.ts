import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ServerCase, serverCase } from '../../src/conformance/case.ts'
import { ACCEPT, CLOSE } from '../../src/conformance/outcome.ts'
import { isDefect } from '../../src/conformance/report/mark.ts'
import type { CaseReport } from '../../src/conformance/report/model.ts'
import { readRules } from '../../src/conformance/rules.ts'
import { type Steps, settle } from '../../src/conformance/steps.ts'
import { type Played, Suite } from '../../src/conformance/targets/suite.ts'

const rules = readRules('| HS-60 | MUST | One. | /a |\n| HS-61 | REC | Two. | /b |\n')

/** A run that came to `outcome`, one message of which was seen. */
function run(outcome: string | undefined, more: Partial<Played> = {}): Played {
  const entry = { at: 1, link: 1, direction: 'in', kind: 'message' } as const
  return { outcome, seen: outcome ?? 'lost', cut: false, milliseconds: 2, wire: [entry], ...more }
}

function* nothing(): Steps {
  yield* settle()
  return ACCEPT
}

/** A case whose server has to close the connection. */
const closing = (id: 'HS-60' | 'HS-61' = 'HS-60', slug = 'a'): ServerCase =>
  serverCase(id, slug, 'a stimulus', { variant: 1 }, [CLOSE], nothing)

interface Plan {
  readonly control?: Played
  /** what the runs with the fault come to, the last of them again and again */
  readonly faults: Played[]
  readonly cases?: readonly ServerCase[]
  readonly repeat?: number
}

/** Plays `cases` against a target that does as it is told. */
async function play({ control = run('ACCEPT'), faults, cases = [closing()], repeat = 1 }: Plan) {
  const asked: string[] = []
  const suite = new Suite<ServerCase>({
    ...{ rules, repeat },
    jobs: 1,
    reproduce: name => `again ${name}`,
    target: {
      side: 'server',
      skipped: ({ slug }) => (slug === 'odd' ? 'it is odd' : undefined),
      async play({ slug }, fault) {
        const isFault = 'variant' in fault
        asked.push(`${slug} ${isFault ? 'fault' : 'control'}`)
        if (!isFault) return control
        return faults.length > 1 ? faults.shift()! : faults[0]!
      },
    },
  })
  return { reports: await suite.play(cases), asked }
}

async function verdictOf(plan: Plan): Promise<string> {
  const [{ verdict, reason, flaky }] = (await play(plan)).reports as [CaseReport]
  return [verdict, reason, flaky && 'flaky'].filter(Boolean).join(': ')
}

test('an expected outcome is a pass, another one breaks a MUST or departs from advice', async () => {
  assert.equal(await verdictOf({ faults: [run('CLOSE')] }), 'pass')
  assert.equal(await verdictOf({ faults: [run('ACCEPT')] }), 'fail')
  assert.equal(
    await verdictOf({ faults: [run('ACCEPT')], cases: [closing('HS-61')] }),
    'non-strict',
  )
})

test('what is held against a program is seen twice, or it is flaky', async () => {
  const { asked } = await play({ faults: [run('ACCEPT')] })
  assert.deepEqual(asked, ['a control', 'a fault', 'a fault'])
  assert.equal(await verdictOf({ faults: [run('ACCEPT'), run('CLOSE')] }), 'fail: flaky')
  assert.equal(await verdictOf({ faults: [run('ACCEPT'), run(undefined)] }), 'fail: flaky')
  assert.equal(
    await verdictOf({ faults: [run('ACCEPT'), run('CLOSE')], cases: [closing('HS-61')] }),
    'non-strict: flaky',
  )
  const passed = await play({ faults: [run('CLOSE')] })
  assert.deepEqual(passed.asked, ['a control', 'a fault'])
})

test('nothing is concluded without a control, or from waits that were cut short', async () => {
  assert.equal(
    await verdictOf({ faults: [run('CLOSE')], control: run('DROP') }),
    'inconclusive: control: DROP',
  )
  assert.equal(
    await verdictOf({ faults: [run('DROP', { cut: true }), run('DROP', { cut: true })] }),
    'inconclusive: timed out: DROP',
  )
  assert.equal(await verdictOf({ faults: [run('CLOSE', { cut: true })] }), 'pass')
  assert.equal(await verdictOf({ faults: [run(undefined), run(undefined)] }), 'inconclusive: lost')
})

test('what ran out of time is played once more when everything else is done', async () => {
  const cases = [closing('HS-60', 'a'), closing('HS-60', 'b')]
  const faults = [run('DROP', { cut: true }), run('CLOSE'), run('CLOSE')]
  const { asked, reports } = await play({ faults, cases })
  assert.deepEqual(asked, ['a control', 'a fault', 'b fault', 'a control', 'a fault'])
  assert.deepEqual(
    reports.map(({ verdict }) => verdict),
    ['pass', 'pass'],
  )
})

test('a hook that is never called proves nothing', async () => {
  const suite = new Suite<ServerCase>({
    ...{ rules, repeat: 1, jobs: 1 },
    reproduce: name => name,
    target: {
      side: 'server',
      skipped: () => undefined,
      play: async ({ slug }, { body }) => run(body && slug === 'a' ? 'CLOSE' : 'ACCEPT'),
    },
  })
  const fault: ServerCase['fault'] = { body: bytes => [bytes] }
  const right = { ...closing(), fault }
  const wrong = { ...closing('HS-60', 'b'), fault }
  for (const { verdict, reason } of await suite.play([right, wrong])) {
    assert.equal(verdict, 'inconclusive')
    assert.equal(reason, 'the fault was never applied')
  }
})

test('what a program cannot do is not held against it', async () => {
  const unimplemented = run(undefined, { verdict: 'unimplemented' })
  const skipped = run(undefined, { verdict: 'skipped', seen: 'no DC 4' })
  assert.equal(await verdictOf({ faults: [unimplemented] }), 'unimplemented: lost')
  assert.equal(await verdictOf({ faults: [], control: unimplemented }), 'unimplemented: lost')
  assert.equal(await verdictOf({ faults: [skipped] }), 'skipped: no DC 4')
  assert.equal(
    await verdictOf({ faults: [], cases: [closing('HS-60', 'odd')] }),
    'skipped: it is odd',
  )
  const internal = { ...closing(), kind: 'internal' } as const
  assert.match(await verdictOf({ faults: [], cases: [internal] }), /^skipped: it needs the clock/)
})

test('a defect of the harness is told as one, whatever else was seen', async () => {
  const defect = run(undefined, { verdict: 'defect', seen: 'TypeError: x' })
  const told = 'inconclusive: a defect of the harness: TypeError: x'
  assert.equal(await verdictOf({ faults: [defect] }), told)
  assert.equal(await verdictOf({ faults: [run('CLOSE')], control: defect }), told)
  assert.equal(await verdictOf({ faults: [run('DROP'), defect], repeat: 2 }), `${told}: flaky`)
  assert.equal(await verdictOf({ faults: [run('DROP'), defect] }), told)
  const { reports } = await play({ faults: [run('DROP')], control: defect })
  assert.ok(isDefect(reports[0]!))
  const { reports: others } = await play({ faults: [run('DROP')], control: run('DROP') })
  assert.ok(!isDefect(others[0]!))
})

test('what chance did not bring about says nothing, and is not played once more', async () => {
  const { reports, asked } = await play({
    faults: [run(undefined, { verdict: 'missed', seen: 'no luck in 3 runs' })],
  })
  assert.equal(reports[0]!.verdict, 'inconclusive')
  assert.equal(reports[0]!.reason, 'no luck in 3 runs')
  assert.deepEqual(asked, ['a control', 'a fault'])
})

test('verdicts that differ make a case flaky, and the worst of them stands', async () => {
  const faults = [run('CLOSE'), run('DROP'), run('CLOSE')]
  assert.equal(await verdictOf({ faults, repeat: 3 }), 'fail: flaky')
  assert.equal(await verdictOf({ faults: [run('CLOSE'), run('CLOSE')], repeat: 2 }), 'pass')
})

test('cases that differ in their fault alone have one control, in other setups each its own', async () => {
  const framed = { ...closing('HS-60', 'c'), peer: { framing: 'full' } } as const
  const again = { ...closing('HS-60', 'd'), peer: { framing: 'full' } } as const
  const cases = [closing(), closing('HS-61', 'b'), framed, again]
  const { asked, reports } = await play({ faults: cases.map(() => run('CLOSE')), cases })
  assert.deepEqual(asked, ['a control', 'a fault', 'b fault', 'c control', 'c fault', 'd fault'])
  const hooked = ['e', 'f'].map(slug => ({
    ...closing('HS-60', slug),
    peer: { body: (bytes: Uint8Array) => [bytes] },
  }))
  const { asked: others } = await play({ faults: [run('CLOSE'), run('CLOSE')], cases: hooked })
  assert.deepEqual(others, ['e control', 'e fault', 'f control', 'f fault'])
  assert.equal(reports[1]!.reproduce, 'again HS-61/b')
  assert.deepEqual(reports[0]!.control?.wire, [])
  assert.equal(reports[0]!.fault?.wire.length, 1)
})
