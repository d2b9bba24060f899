// The client as a machine: time, copies, errors and steps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuthKeyClientInput } from '../../../src/core/auth-key/client.ts'
import { CLIENT_TRANSITIONS } from '../../../src/core/auth-key/client-step.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }
import { atDhGen, atDhParams, atResPQ, ClientRun } from './client-run.ts'
import { ScriptedServer, SERVER_TIME } from './scripted-server.ts'
import { crypto, idOf } from './wire.ts'

const PRIMES = Object.fromEntries(vectors.dh_primes.map(({ name, p }) => [name, fromHex(p)]))

test('HS-45 measures how far the local clock is off', () => {
  for (const hours of [-1, 0, 1]) {
    const { run, server, authKey } = atDhGen({ unix: (SERVER_TIME + hours * 3600) * 1000 + 250 })
    run.pass(3_000)
    run.receive(server.dhGen(1, authKey))
    assert.equal(run.result?.timeOffset, -hours * 3_600_000 - 250)
  }
})

for (const [step, at, sent] of [
  ['resPQ', atResPQ, 1],
  ['Server_DH_Params', atDhParams, 2],
  ['Set_client_DH_params_answer', atDhGen, 3],
] as const) {
  test(`HS-46 ends on -404 in place of ${step}, to start over`, () => {
    const { run } = at()
    run.input({ kind: 'transport-error', code: -404 })
    run.failed('ERR_DH_FAILED', 'HS-46', sent)
    assert.equal(run.error?.next, 'restart-handshake')
  })

  test(`HS-47 ends on -444 in place of ${step}, for good`, () => {
    const { run } = at()
    run.input({ kind: 'transport-error', code: -444 })
    run.failed('ERR_WRONG_DC', 'HS-47', sent)
    assert.equal(run.error?.next, 'fatal')
  })

  test(`HS-48 asks once more after silence in place of ${step}, then ends`, () => {
    const { run } = at()
    run.pass(4_999)
    assert.equal(run.sent.length, sent)
    assert.equal(run.client.deadline(), run.now.monotonic + 1)
    run.pass(1)
    assert.equal(run.sent.length, sent + 1)
    assert.deepEqual(run.sent[sent], run.sent[sent - 1])
    run.pass(4_999)
    assert.equal(run.error, undefined)
    run.pass(1)
    run.failed('ERR_HANDSHAKE_TIMEOUT', 'HS-48', sent + 1)
  })

  test(`HS-50 ends when another answer comes in place of ${step}`, () => {
    const names = ['resPQ', 'paramsOk', 'paramsFail', 1, 2, 3] as const
    const own = {
      resPQ: ['resPQ'],
      Server_DH_Params: ['paramsOk', 'paramsFail'],
      Set_client_DH_params_answer: [1, 2, 3],
    }
    for (const name of names) {
      if ((own[step] as unknown[]).includes(name)) continue
      const { run, server } = at()
      const stray = Uint8Array.of(1, 2, 3, 4)
      run.receive(
        typeof name === 'number'
          ? server.dhGen(name, new Uint8Array(256))
          : server[name]({ stray }),
      )
      run.failed('ERR_HANDSHAKE_STEP', 'HS-50', sent)
    }
  })

  test(`HS-50 ends when rubbish comes in place of ${step}`, () => {
    for (const body of [
      new Uint8Array(0),
      new Uint8Array(40),
      idOf('resPQ'),
      idOf('req_pq_multi'),
    ]) {
      const { run } = at()
      run.receive(body)
      run.failed('ERR_PLAINTEXT_INVALID', 'HS-50', sent)
    }
  })
}

test('ends on any other transport error, but not on code 0', () => {
  const { run } = atDhParams()
  run.input({ kind: 'transport-error', code: 0 })
  assert.equal(run.error, undefined)
  run.input({ kind: 'transport-error', code: -429 })
  run.failed('ERR_TRANSPORT', undefined, 2)
})

test('HS-48 ends after 20 seconds, whatever comes meanwhile', () => {
  const { run, server } = atDhGen()
  for (let time = 4_000; time < 20_000; time += 4_000) {
    run.pass(4_000)
    run.receive(server.dhGen(2, server.readKey(run.sent.at(-1)!).authKey))
  }
  assert.equal(run.error, undefined)
  run.pass(4_000)
  run.failed('ERR_HANDSHAKE_TIMEOUT', 'HS-48', run.sent.length)
})

test('HS-48 ends when a job is never answered', () => {
  const run = new ClientRun()
  const server = new ScriptedServer(run.sent[0]!)
  run.client.handle({ kind: 'message', body: server.resPQ() }, run.now)
  while (run.client.poll());
  run.pass(19_999)
  assert.equal(run.error, undefined)
  run.pass(1)
  run.failed('ERR_HANDSHAKE_TIMEOUT', 'HS-48', 1)
})

test('HS-49 ignores the second copy of every answer, at once and later', () => {
  const { run, server } = atResPQ()
  const resPQ = server.resPQ()
  run.receive(resPQ)
  run.receive(resPQ)
  const paramsOk = server.paramsOk()
  run.receive(paramsOk)
  run.receive(resPQ)
  run.receive(paramsOk)
  const retry = server.dhGen(2, server.readKey(run.sent[2]!).authKey)
  run.receive(retry)
  run.receive(retry)
  assert.equal(run.sent.length, 4)
  const ok = server.dhGen(1, server.readKey(run.sent[3]!).authKey)
  run.receive(ok)
  run.receive(ok)
  assert.ok(run.result)
  assert.equal(run.error, undefined)
})

test('ignores everything after the end', () => {
  const inputs: AuthKeyClientInput[] = [
    { kind: 'start' },
    { kind: 'message', body: new Uint8Array(4) },
    { kind: 'transport-error', code: -404 },
    { kind: 'computed', id: 1, value: undefined },
  ]
  const { run, server, authKey } = atDhGen()
  run.receive(server.dhGen(1, authKey))
  for (const input of inputs) run.input(input)
  run.pass(100_000)
  assert.equal(run.error, undefined)
  assert.equal(run.sent.length, 3)
})

test('ignores the value of a job that it did not ask for', () => {
  const { run, server } = atResPQ()
  run.client.handle({ kind: 'message', body: server.resPQ() }, run.now)
  for (const id of [0, 2, -1]) run.input({ kind: 'computed', id, value: undefined })
  assert.equal(run.client.step, 'awaiting-dh-params')
})

test('does not send what was ready when the end came', () => {
  const run = new ClientRun()
  const server = new ScriptedServer(run.sent[0]!)
  run.receive(server.resPQ())
  run.pass(4_999)
  run.now = { monotonic: run.now.monotonic + 1, unix: run.now.unix }
  run.client.handleTimeout(run.now)
  run.client.handle({ kind: 'transport-error', code: -404 }, run.now)
  assert.equal(run.client.poll()?.kind, 'failed')
  assert.equal(run.client.poll(), undefined)
})

test('only moves along the transitions of the table, and along all of them', () => {
  const walked = new Set<string>()
  const sent = new Set<string>()
  const walk = (run: ClientRun): void => {
    for (const step of run.steps) walked.add(step)
    for (const request of run.requests) sent.add(request)
  }
  const retried = atDhGen()
  retried.run.receive(retried.server.dhGen(2, retried.authKey))
  const again = retried.server.readKey(retried.run.sent.at(-1)!).authKey
  retried.run.receive(retried.server.dhGen(1, again))
  walk(retried.run)
  const refused = atDhParams()
  refused.run.receive(refused.server.paramsFail())
  walk(refused.run)
  const failed = atDhGen()
  failed.run.receive(failed.server.dhGen(3, failed.authKey))
  walk(failed.run)
  const proven = atDhParams({
    solve: job => (job.kind === 'safe-prime' ? true : solve(job, crypto)),
  })
  proven.server.dhPrime = PRIMES[vectors.dh_primes[1]!.name]!
  proven.run.receive(proven.server.paramsOk())
  walk(proven.run)
  const ways = CLIENT_TRANSITIONS.filter(({ from }) => from !== '*')
  const table = new Set(ways.map(({ from, to }) => `${from} → ${to}`))
  const failures = ['awaiting-dh-params → failed', 'awaiting-dh-gen → failed']
  assert.deepEqual([...walked].sort(), [...table, ...failures].sort())
  const requests = ways.flatMap(({ to, sends }) => (sends === undefined ? [] : [`${to} ${sends}`]))
  assert.deepEqual([...sent], requests)
})
