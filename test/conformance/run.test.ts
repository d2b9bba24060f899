// What a runner makes of cases: here they are made up, so that each verdict is reached.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVectors } from '../../scripts/cases.ts'
import type { ClientCase, OwnCase } from '../../src/conformance/case.ts'
import { keyExchange } from '../../src/conformance/cases/key-exchange.ts'
import { type DcHarness, TOKEN } from '../../src/conformance/dc-harness.ts'
import { ABORT, ACCEPT, DROP } from '../../src/conformance/outcome.ts'
import { Runner } from '../../src/conformance/run.ts'
import { Broken, type Steps } from '../../src/conformance/steps.ts'

const runner = new Runner(readVectors(), 'run')

const CASE: ClientCase = {
  id: 'HS-46',
  slug: 'made-up',
  side: 'client',
  kind: 'wire',
  scenario: TOKEN,
  stimulus: '-404',
  expected: [ABORT],
  fault: { refused: { request: 'req_DH_params', code: -404 } },
  play: keyExchange,
}

function* says(outcome: ClientCase['expected'][number]): Steps {
  yield { seen: () => true, within: 0 }
  return outcome
}

test('a fault with the expected outcome and an accepted control pass', async () => {
  assert.deepEqual(await runner.play(CASE), { verdict: 'pass', seen: 'ABORT' })
})

test('another outcome fails', async () => {
  const result = await runner.play({ ...CASE, expected: [ACCEPT, DROP] })
  assert.deepEqual(result, { verdict: 'fail', seen: 'ABORT' })
})

test('a control that is not accepted proves nothing', async () => {
  const result = await runner.play({ ...CASE, play: () => says(ABORT) })
  assert.deepEqual(result, { verdict: 'inconclusive', seen: 'control: ABORT; ABORT' })
})

test('a fault of two values proves nothing', async () => {
  const result = await runner.play({ ...CASE, fault: { ...CASE.fault, g: 4 } })
  assert.equal(result.verdict, 'inconclusive')
})

test('a hook that is never called proves nothing', async () => {
  const result = await runner.play({
    ...CASE,
    expected: [ACCEPT],
    fault: { envelope: record => [record] },
  })
  assert.deepEqual(result, {
    verdict: 'inconclusive',
    seen: 'the fault was never applied; ACCEPT',
  })
})

test('a requirement that is not met is what was seen', async () => {
  // biome-ignore lint/correctness/useYield: it ends before its first step
  const play = function* (): Steps {
    throw new Broken('no answer')
  }
  assert.deepEqual(await runner.play({ ...CASE, play }), {
    verdict: 'inconclusive',
    seen: 'control: no answer; no answer',
  })
})

test('one seed plays one run', async () => {
  const seen: string[] = []
  const play = function* (harness: DcHarness): Steps {
    const outcome = yield* keyExchange(harness)
    seen.push(harness.dc.requests.map(({ at, body }) => `${at} ${body.join()}`).join('\n'))
    return outcome
  }
  await runner.play({ ...CASE, play })
  await new Runner(readVectors(), 'run').play({ ...CASE, play })
  await runner.play({ ...CASE, play, seed: 'another' })
  assert.equal(seen[0], seen[2])
  assert.notEqual(seen[0], seen[4])
})

test('a check of our own code passes, or fails with its reason', async () => {
  const own: OwnCase = {
    id: 'TL-01',
    slug: 'made-up',
    side: 'both',
    kind: 'vector',
    stimulus: 'nothing',
    expected: [ACCEPT],
    check: () => {},
  }
  assert.deepEqual(await runner.play(own), { verdict: 'pass', seen: 'ACCEPT' })
  const broken = { ...own, check: () => assert.fail('seen') }
  assert.deepEqual(await runner.play(broken), {
    verdict: 'fail',
    seen: 'AssertionError [ERR_ASSERTION]: seen',
  })
})
