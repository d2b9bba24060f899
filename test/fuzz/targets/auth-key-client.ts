// The client's side of the key exchange: honest answers, honest ones with changes, and any others, in any order.
// The jobs are not computed, so that an exchange costs next to nothing.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import type { Job, JobValue } from '../../../src/core/crypto/job.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { ClientRun } from '../../core/auth-key/client-run.ts'
import { NEW_NONCE, ScriptedServer, SERVER_NONCE } from '../../core/auth-key/scripted-server.ts'
import { crypto, Fields, sha1, temporaryAes } from '../../core/auth-key/wire.ts'
import { FakeJobs } from '../fake-jobs.ts'
import { block, idsOf, int, Script, type Target } from '../target.ts'

/** What the honest server says; computed once. */
interface Honest {
  readonly server: ScriptedServer
  readonly gA: Uint8Array
  /** server_DH_inner_data */
  readonly inner: Uint8Array
}

let once: Honest | undefined

const HONEST = 0
const RAW = 1
const CHANGED = 2
const INNER_CHANGED = 3
const INNER_RAW = 4
const CONFIRMED = 5

export const target: Target = {
  name: 'auth-key-client',
  words: () => [...idsOf(mtproto), NEW_NONCE, SERVER_NONCE],
  seeds: () => {
    const { server, inner } = honest()
    return [
      Uint8Array.of(HONEST, HONEST, HONEST),
      Uint8Array.of(HONEST, HONEST, CONFIRMED, 1, CONFIRMED, 0),
      Uint8Array.of(HONEST, HONEST, CONFIRMED, 2),
      Uint8Array.of(HONEST, 9, 0),
      Uint8Array.of(CHANGED, 1, 60, 0, 1, HONEST),
      Uint8Array.of(HONEST, INNER_CHANGED, 1, 36, 0, 4, HONEST),
      Uint8Array.of(HONEST, INNER_CHANGED, 1, 100, 0, 1, HONEST),
      concat(Uint8Array.of(HONEST, INNER_RAW), block(inner), Uint8Array.of(HONEST)),
      concat(Uint8Array.of(RAW), block(server.resPQ()), Uint8Array.of(8, HONEST)),
      Uint8Array.of(HONEST, 6, ...int(-404)),
      Uint8Array.of(7, 20, HONEST, 7, 20, HONEST),
    ]
  },
  run(input) {
    const script = new Script(input)
    const { server, gA, inner } = honest()
    const jobs = new FakeJobs()
    let authKey: Uint8Array = new Uint8Array(256)
    const run = new ClientRun({
      solve(job: Job): JobValue<Job> {
        const value = jobs.solve(job)
        if (job.kind === 'mod-pow' && job.base.length === 256) authKey = value as Uint8Array
        return value
      },
    })
    const sealed = (data: Uint8Array): Uint8Array => {
      const { key, iv } = temporaryAes(NEW_NONCE, SERVER_NONCE)
      const framed = concat(sha1(data), data, new Uint8Array(-(20 + data.length) & 15))
      return server.paramsOk({ encrypted: crypto.aesIgeEncrypt(framed, key, iv) }, { gA })
    }
    const next = (): Uint8Array => {
      if (run.client.step === 'awaiting-res-pq') return server.resPQ()
      if (run.client.step === 'awaiting-dh-params') return sealed(inner)
      return server.dhGen(1, authKey)
    }
    let last: Uint8Array = new Uint8Array(0)
    const say = (body: Uint8Array): void => {
      last = body
      run.receive(body)
    }
    for (let steps = 0; !script.done && steps < 32; steps++) {
      const kind = script.byte() % 10
      if (kind === HONEST) say(next())
      else if (kind === RAW) say(script.block())
      else if (kind === CHANGED) say(script.edit(next()))
      else if (kind === INNER_CHANGED) say(sealed(script.edit(inner)))
      else if (kind === INNER_RAW) say(sealed(script.block()))
      else if (kind === CONFIRMED)
        say(server.dhGen([1, 2, 3][script.byte() % 3] as 1 | 2 | 3, authKey))
      else if (kind === 6) run.input({ kind: 'transport-error', code: script.int() })
      else if (kind === 7) run.pass(500 * script.byte())
      else if (kind === 8) say(last)
      else say(server.paramsFail())
    }
    const ended = run.result !== undefined || run.error !== undefined
    assert.equal(ended, run.client.step === 'done' || run.client.step === 'failed')
    assert.equal(ended, run.client.deadline() === undefined)
    if (run.result !== undefined) assert.deepEqual(run.result.authKey.key, authKey)
    assert.ok(run.sent.length <= 64)
    return run
  },
}

function honest(): Honest {
  if (once !== undefined) return once
  const run = new ClientRun()
  const server = new ScriptedServer(run.sent[0]!)
  const gA = crypto.modPow(Uint8Array.of(3), new Uint8Array(256).fill(0x5b), telegramPrime())
  const answer = new Fields(server.paramsOk({}, { gA }))
  answer.take(36)
  const { key, iv } = temporaryAes(NEW_NONCE, SERVER_NONCE)
  const framed = crypto.aesIgeDecrypt(answer.bytes(), key, iv)
  // three nonces' worth of fields, two numbers of 256 bytes with their lengths, two ints
  once = { server, gA, inner: framed.slice(20, 20 + 36 + 4 + 260 + 260 + 4) }
  return once
}
