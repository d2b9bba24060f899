// Runs against clients that are told what to do, as far as they come to nothing by themselves.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readSchemas } from '../../src/cli/schemas.ts'
import type { ClientCase } from '../../src/conformance/case.ts'
import { CASE_FILES } from '../../src/conformance/cases/all.ts'
import { TOKEN } from '../../src/conformance/dc-harness.ts'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import { Broken, Missed, type Steps, waitFor } from '../../src/conformance/steps.ts'
import {
  ClientTarget,
  type ClientTargetOptions,
} from '../../src/conformance/targets/client-target.ts'
import { CommandClient } from '../../src/conformance/targets/command-client.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'

function targetOf(command: string, more: Partial<ClientTargetOptions> = {}): ClientTarget {
  const target = new ClientTarget({
    launch: environment => new CommandClient(command, environment),
    ...{ seed: 'test', deadline: 5000, transport: 'intermediate', transports: ['intermediate'] },
    ...{ keyForm: 'pkcs1', port: 0, vocabulary: new Vocabulary(readSchemas()), ...more },
  })
  after(() => target.close())
  return target
}

function caseOf(end: () => never | typeof ACCEPT, more: Partial<ClientCase> = {}): ClientCase {
  return {
    ...{ id: 'HS-34', slug: 'made-up', side: 'client', kind: 'wire', scenario: TOKEN },
    ...{ stimulus: 'nothing', expected: [ACCEPT] },
    *play(harness): Steps {
      yield* waitFor(() => harness.isOver, 2000)
      return end()
    },
    ...more,
  }
}

/** Misses so many times. */
function missing(times: number) {
  let count = 0
  return () => {
    if (++count <= times) throw new Missed('no luck')
    return ACCEPT
  }
}

test('a run that chance has not favoured is repeated with another seed', async () => {
  const target = targetOf('exit 0')
  const nonces = new Set<string>()
  const end = missing(2)
  const test = caseOf(end, { attempts: 3, dc: { variant: 1 } })
  const played = await target.play(test, {
    draws: random => {
      nonces.add(random(16, 'server_nonce').join())
      return random
    },
  })
  assert.equal(played.outcome, 'ACCEPT')
  assert.equal(nonces.size, 3)
})

test('after so many runs nothing is known', async () => {
  const played = await targetOf('exit 0').play(caseOf(missing(3), { attempts: 3 }), {})
  assert.equal(played.verdict, 'missed')
  assert.equal(played.seen, 'no luck in 3 runs')
  assert.equal(played.outcome, undefined)
})

test('what the harness itself gets wrong is no outcome of the client', async () => {
  const broken = caseOf(() => {
    throw new TypeError('oops')
  })
  const played = await targetOf('exit 3').play(broken, {})
  assert.equal(played.verdict, 'defect')
  assert.equal(played.seen, 'TypeError: oops')
  assert.equal(played.outcome, undefined)
})

test('what a client gets wrong is its outcome, a crash before all', async () => {
  const broken = caseOf(() => {
    throw new Broken('no key')
  })
  assert.equal((await targetOf('exit 0').play(broken, {})).outcome, 'no key')
  assert.equal((await targetOf('exit 3').play(broken, {})).outcome, 'exit code 3')
})

test('a person is not asked to start a client many times, nor to change its key', () => {
  const cases = CASE_FILES.flatMap(file => file.cases()) as ClientCase[]
  const named = (name: string) => cases.find(({ id, slug }) => `${id}/${slug}` === name)!
  const attended = targetOf('true', { attended: true })
  assert.match(attended.skipped(named('HS-34/leading-zero'))!, /started too often/)
  assert.match(attended.skipped(named('HS-04/zero-fingerprint'))!, /another key/)
  assert.equal(attended.skipped(named('HS-04/second-fingerprint')), undefined)
  assert.equal(targetOf('true').skipped(named('HS-34/leading-zero')), undefined)
})
