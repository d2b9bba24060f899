import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MtprotoError, RpcError } from '../../../src/core/errors.ts'
import type { LoginCall, LoginResult } from '../../../src/core/login/calls.ts'
import type { QrLoginOutput } from '../../../src/core/login/qr-login.ts'
import { AUTHORIZATION, migrateTo, passwordWith, Stage, SUCCESS, token } from './stage.ts'

type Answer = LoginResult | MtprotoError

const TEMPORARY: readonly MtprotoError[] = [
  new RpcError(500, 'INTERNAL'),
  new RpcError(-503, 'Timeout'),
  new RpcError(420, 'FLOOD_WAIT_2'),
]
const FINAL: readonly MtprotoError[] = [
  new RpcError(400, 'API_ID_INVALID'),
  new MtprotoError('ERR_CONNECT_FAILED'),
]
const NEEDED = new RpcError(401, 'SESSION_PASSWORD_NEEDED')

/** What a server may answer to each call, right or wrong. */
const ANSWERS: Record<LoginCall['_'], readonly Answer[]> = {
  'auth.exportLoginToken': [
    token(1, 30),
    token(2, -5),
    migrateTo(4, 9),
    SUCCESS,
    NEEDED,
    ...TEMPORARY,
    ...FINAL,
  ],
  'auth.importLoginToken': [
    new RpcError(400, 'AUTH_TOKEN_EXPIRED'),
    migrateTo(5, 8),
    token(3, 30),
    SUCCESS,
    NEEDED,
    ...TEMPORARY,
    ...FINAL,
  ],
  'account.getPassword': [passwordWith(1), passwordWith(2), SUCCESS, ...TEMPORARY, ...FINAL],
  'auth.checkPassword': [
    new RpcError(400, 'PASSWORD_HASH_INVALID'),
    new RpcError(400, 'SRP_ID_INVALID'),
    AUTHORIZATION,
    token(1, 30),
    ...TEMPORARY,
    ...FINAL,
  ],
}

/** Plays the owner of a machine and watches that its promises hold. */
class Watch {
  readonly stage = new Stage()
  ms = 0
  exports = 0
  ended: 'success' | 'failed' | 'aborted' | undefined
  #request: (QrLoginOutput & { kind: 'invoke' }) | undefined
  #job: (QrLoginOutput & { kind: 'compute' }) | undefined
  #asked = false

  take(outputs: QrLoginOutput[]): void {
    for (const output of outputs) {
      assert.equal(this.ended, undefined, 'nothing comes after the end')
      if (output.kind === 'invoke') {
        assert.equal(this.#request, undefined, 'one request at a time')
        assert.equal(this.#job, undefined, 'no request beside a job')
        this.#request = output
        if (output.call._ === 'auth.exportLoginToken') {
          this.exports += 1
          assert.equal(output.dc, 2)
        }
      } else if (output.kind === 'compute') this.#job = output
      else if (output.kind === 'cancel') {
        assert.equal(this.#request?.id, output.id)
        this.#request = undefined
      } else if (output.kind === 'failed') this.ended = 'failed'
      else if (output.event.event === 'success') this.ended = 'success'
      else if (output.event.event === 'password-needed') this.#asked = true
    }
    const deadline = this.stage.login.deadline()
    const waits = [this.#request, this.#job, deadline, this.#asked || undefined]
    const count = waits.filter(wait => wait !== undefined).length
    assert.equal(count, this.ended ? 0 : 1, 'it waits for one thing, until the end')
    // expiry and updates each lead to one export a second, failed imports to five
    assert.ok(this.exports <= 2 * (this.ms / 1000) + 7, `${this.exports} exports in ${this.ms} ms`)
  }

  answer(pick: number): void {
    const request = this.#request
    if (request === undefined) return
    this.#request = undefined
    const answers = ANSWERS[request.call._]
    const answer = answers[pick % answers.length]!
    if (answer instanceof MtprotoError)
      this.take(this.stage.give({ kind: 'error', id: request.id, error: answer }))
    else this.take(this.stage.result(request.id, answer))
  }

  compute(): void {
    const job = this.#job
    if (job === undefined) return
    this.#job = undefined
    const value = new Uint8Array(256).fill(7, 1)
    this.take(this.stage.give({ kind: 'computed', id: job.id, value }))
  }

  type(): void {
    if (!this.#asked) return
    this.#asked = false
    this.take(this.stage.give({ kind: 'password', password: 'secret' }))
  }

  pass(ms: number): void {
    this.ms += ms
    this.take(this.stage.at(this.ms))
  }

  pushed(pick: number): void {
    if (pick % 3 === 0) this.take(this.stage.accepted())
    else if (pick % 3 === 1) this.take(this.stage.give({ kind: 'reconnected' }))
    else this.take(this.stage.give({ kind: 'update', update: { _: 'updatesTooLong' } }))
  }

  abort(): void {
    this.#asked = false
    this.#job = undefined
    this.take(this.stage.give({ kind: 'abort' }))
  }
}

const moves = fc.array(
  fc.record({
    move: fc.constantFrom('answer', 'answer', 'compute', 'type', 'pass', 'pushed', 'stray'),
    pick: fc.nat(1000),
  }),
  { minLength: 20, maxLength: 150, size: 'max' },
)

test('under any interleaving one thing is waited for, requests never overlap, the end comes once', () => {
  const endings: Record<string, number> = { success: 0, failed: 0, aborted: 0 }
  const property = fc.property(moves, fc.constantFrom('at once', 'late'), (script, computing) => {
    const watch = new Watch()
    watch.take(watch.stage.start())
    for (const { move, pick } of script) {
      if (move === 'answer') watch.answer(pick)
      else if (move === 'type') watch.type()
      else if (move === 'pass') watch.pass(pick * 5)
      else if (move === 'pushed') watch.pushed(pick)
      else if (move === 'stray') watch.take(watch.stage.result(10_000 + pick, SUCCESS))
      if (move === 'compute' || computing === 'at once') for (let i = 0; i < 8; i++) watch.compute()
    }
    if (watch.ended === undefined) {
      watch.abort()
      assert.equal(watch.ended, 'failed')
      watch.ended = 'aborted'
    }
    endings[watch.ended]! += 1
  })
  fc.assert(property, { numRuns: 400, seed: 20 })
  for (const [ending, count] of Object.entries(endings)) assert.ok(count > 20, `${count} ${ending}`)
})

test('a server that never comes to an end is left after a bounded number of answers', () => {
  const detours: readonly Answer[] = [
    ...TEMPORARY,
    migrateTo(4, 9),
    new RpcError(400, 'AUTH_TOKEN_EXPIRED'),
  ]
  const property = fc.property(
    fc.array(fc.nat(4), { minLength: 1, maxLength: 50, size: 'max' }),
    picks => {
      const stage = new Stage()
      let outputs = stage.start()
      let ms = 0
      for (let i = 0; i < 600; i++) {
        const last = outputs.at(-1)
        if (last?.kind === 'failed') return
        if (last?.kind === 'invoke') {
          let answer = detours[picks[i % picks.length]!]!
          // an expired token is no answer to an export
          if (last.call._ === 'auth.exportLoginToken' && answer === detours[4]) answer = detours[3]!
          outputs =
            answer instanceof MtprotoError
              ? stage.give({ kind: 'error', id: last.id, error: answer })
              : stage.result(last.id, answer)
        } else {
          ms = stage.login.deadline()!
          outputs = stage.at(ms)
        }
      }
      assert.fail('still going after 600 steps')
    },
  )
  fc.assert(property, { numRuns: 300, seed: 21 })
})
