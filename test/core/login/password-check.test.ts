import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portable } from '../../../src/core/crypto/portable.ts'
import { MtprotoError, RpcError } from '../../../src/core/errors.ts'
import {
  PasswordCheck,
  type PasswordCheckInput,
  type PasswordCheckOutput,
} from '../../../src/core/login/password-check.ts'
import { LOGIN_LIMITS } from '../../../src/core/login/reaction.ts'
import type { account } from '../../../src/core/tl/generated/api/index.ts'
import { AUTHORIZATION, passwordWith, random, SUCCESS, waiting } from './stage.ts'

class Script {
  readonly check: PasswordCheck
  /** the id of the last request or job */
  id = 0
  #ms = 0

  constructor() {
    const nextId = () => (this.id += 1)
    this.check = new PasswordCheck({ crypto: portable, random, limits: LOGIN_LIMITS, nextId })
  }

  give(input: PasswordCheckInput): PasswordCheckOutput[] {
    this.check.handle(input, { monotonic: this.#ms, unix: 0 })
    return this.#drain()
  }

  at(ms: number): PasswordCheckOutput[] {
    this.#ms = ms
    this.check.handleTimeout({ monotonic: ms, unix: 0 })
    return this.#drain()
  }

  /** Gives account.password in answer to the outstanding request. */
  fetched(value: account.password): PasswordCheckOutput[] {
    return this.give({ kind: 'result', id: this.id, value })
  }

  refused(code: number, text: string): PasswordCheckOutput[] {
    return this.give({ kind: 'error', id: this.id, error: new RpcError(code, text) })
  }

  /** Answers jobs with made-up values; returns the srp_id of the auth.checkPassword that follows. */
  proved(outputs: PasswordCheckOutput[]): bigint {
    for (;;) {
      const [output, ...rest] = outputs
      assert.equal(rest.length, 0)
      if (output?.kind === 'compute') {
        const value = new Uint8Array(256).fill(7, 1)
        outputs = this.give({ kind: 'computed', id: output.id, value })
      } else {
        assert.ok(output?.kind === 'invoke' && output.call._ === 'auth.checkPassword')
        assert.ok(output.call.password._ === 'inputCheckPasswordSRP')
        return output.call.password.srpId
      }
    }
  }

  #drain(): PasswordCheckOutput[] {
    const outputs: PasswordCheckOutput[] = []
    for (let output = this.check.poll(); output; output = this.check.poll()) outputs.push(output)
    return outputs
  }
}

function getPassword(id: number): PasswordCheckOutput[] {
  return [{ kind: 'invoke', id, call: { _: 'account.getPassword' } }]
}

function needed(wrong: boolean): PasswordCheckOutput[] {
  return [{ kind: 'event', event: { event: 'password-needed', wrong } }]
}

/** A script that has asked for the password with the parameters of round 1. */
function asking(): Script {
  const script = new Script()
  script.give({ kind: 'start' })
  script.fetched(passwordWith(1))
  return script
}

function failure(outputs: PasswordCheckOutput[]): MtprotoError {
  const [output] = outputs
  assert.ok(outputs.length === 1 && output?.kind === 'failed')
  return output.error
}

test('fetches the parameters, asks, proves and hands over the authorization', () => {
  const script = new Script()
  assert.deepEqual(script.give({ kind: 'start' }), getPassword(1))
  assert.equal(script.check.request, 1)
  assert.deepEqual(script.give({ kind: 'start' }), [])
  assert.deepEqual(script.fetched(passwordWith(1, 'the cat')), [
    { kind: 'event', event: { event: 'password-needed', hint: 'the cat', wrong: false } },
  ])
  assert.equal(script.check.request, undefined)
  const outputs = script.give({ kind: 'password', password: 'secret' })
  assert.equal(outputs[0]?.kind, 'compute')
  assert.equal(script.proved(outputs), 1n)
  assert.equal(script.check.request, script.id)
  assert.deepEqual(script.give({ kind: 'result', id: script.id, value: AUTHORIZATION }), [
    { kind: 'done', authorization: AUTHORIZATION },
  ])
  assert.deepEqual(script.give({ kind: 'result', id: script.id, value: AUTHORIZATION }), [])
  assert.deepEqual(script.give({ kind: 'password', password: 'secret' }), [])
})

test('PW-04 an unknown algorithm ends the check before the password is asked for', () => {
  const script = new Script()
  script.give({ kind: 'start' })
  const currentAlgo = { _: 'passwordKdfAlgoUnknown' } as const
  const error = failure(script.fetched({ ...passwordWith(1), currentAlgo }))
  assert.equal(error.code, 'ERR_SRP_UNSUPPORTED')
  assert.equal(error.rule, 'PW-04')
})

test('PW-05 asks again with fresh parameters after a wrong password', () => {
  const script = asking()
  for (let round = 2; round < 20; round++) {
    assert.equal(
      script.proved(script.give({ kind: 'password', password: 'wrong' })),
      BigInt(round - 1),
    )
    assert.deepEqual(script.refused(400, 'PASSWORD_HASH_INVALID'), getPassword(script.id))
    assert.deepEqual(script.fetched(passwordWith(round)), needed(true))
  }
  assert.equal(script.proved(script.give({ kind: 'password', password: 'right' })), 19n)
})

test('PW-06 proves the same password again with fresh parameters', () => {
  for (const text of ['SRP_ID_INVALID', 'SRP_PASSWORD_CHANGED']) {
    const script = asking()
    assert.equal(script.proved(script.give({ kind: 'password', password: 'secret' })), 1n)
    assert.deepEqual(script.refused(400, text), getPassword(script.id))
    assert.equal(script.proved(script.fetched(passwordWith(2))), 2n)
  }
})

test('PW-06 gives up after three outdated proofs of one password', () => {
  const script = asking()
  script.proved(script.give({ kind: 'password', password: 'secret' }))
  for (let round = 2; round <= 3; round++) {
    script.refused(400, 'SRP_ID_INVALID')
    assert.equal(script.proved(script.fetched(passwordWith(round))), BigInt(round))
  }
  script.refused(400, 'SRP_ID_INVALID')
  const error = failure(script.fetched(passwordWith(4)))
  assert.equal(error.code, 'ERR_LOGIN_FAILED')
  assert.equal(error.rule, 'PW-06')
})

test('a FLOOD_WAIT on the check is waited for, then the same password is proved afresh', () => {
  const script = asking()
  script.at(100)
  script.proved(script.give({ kind: 'password', password: 'secret' }))
  assert.deepEqual(script.refused(420, 'FLOOD_WAIT_5'), waiting(5, 420, 'FLOOD_WAIT_5'))
  assert.equal(script.check.deadline(), 5100)
  assert.deepEqual(script.at(5099), [])
  const outputs = script.at(5100)
  assert.deepEqual(outputs, getPassword(script.id))
  assert.equal(script.proved(script.fetched(passwordWith(2))), 2n)
})

test('a temporary failure is repeated ten times, then ends the check', () => {
  const script = asking()
  script.proved(script.give({ kind: 'password', password: 'secret' }))
  for (let failures = 0; failures < 10; failures++) {
    const seconds = Math.min(2 ** failures, 60)
    const text = 'AUTH_KEY_UNSYNCHRONIZED'
    assert.deepEqual(script.refused(500, text), waiting(seconds, 500, text))
    script.at(script.check.deadline()!)
    script.proved(script.fetched(passwordWith(1)))
  }
  assert.ok(failure(script.refused(500, 'AUTH_KEY_UNSYNCHRONIZED')) instanceof RpcError)
})

test('failures before the password was asked for do not count after it', () => {
  const script = new Script()
  script.give({ kind: 'start' })
  script.refused(500, 'INTERNAL')
  assert.deepEqual(script.at(1000), getPassword(2))
  assert.deepEqual(script.fetched(passwordWith(1)), needed(false))
  script.proved(script.give({ kind: 'password', password: 'secret' }))
  script.refused(500, 'INTERNAL')
  assert.equal(script.check.deadline(), 2000)
})

test('any other error ends the check', () => {
  for (const [code, text] of [
    [406, 'PHONE_PASSWORD_FLOOD'],
    [401, 'AUTH_KEY_UNREGISTERED'],
    [401, 'SESSION_PASSWORD_NEEDED'],
  ] as const) {
    const script = asking()
    script.proved(script.give({ kind: 'password', password: 'secret' }))
    const error = failure(script.refused(code, text))
    assert.ok(error instanceof RpcError)
    assert.equal(error.errorMessage, text)
  }
  const script = new Script()
  script.give({ kind: 'start' })
  const error = new MtprotoError('ERR_CONNECT_FAILED')
  assert.equal(failure(script.give({ kind: 'error', id: 1, error })), error)
})

test('answers of the wrong type end the check', () => {
  const early = new Script()
  early.give({ kind: 'start' })
  const value = AUTHORIZATION
  assert.equal(failure(early.give({ kind: 'result', id: 1, value })).code, 'ERR_LOGIN_FAILED')
  const late = asking()
  late.proved(late.give({ kind: 'password', password: 'secret' }))
  assert.equal(
    failure(late.give({ kind: 'result', id: late.id, value: SUCCESS })).code,
    'ERR_LOGIN_FAILED',
  )
})

test('parameters without an algorithm end the check', () => {
  const { currentAlgo: _, ...parameters } = passwordWith(1)
  const script = new Script()
  script.give({ kind: 'start' })
  const error = failure(script.fetched(parameters))
  assert.equal(error.code, 'ERR_SRP_INVALID')
})

test('a password that was not asked for is refused, and a value of another job is ignored', () => {
  const script = new Script()
  const password = { kind: 'password', password: 'secret' } as const
  assert.throws(() => script.give(password), { code: 'ERR_ARGUMENT' })
  script.give({ kind: 'start' })
  assert.throws(() => script.give(password), { code: 'ERR_ARGUMENT' })
  script.fetched(passwordWith(1))
  script.give(password)
  assert.throws(() => script.give(password), { code: 'ERR_ARGUMENT' })
  const value = new Uint8Array(256)
  assert.deepEqual(script.give({ kind: 'computed', id: script.id + 1, value }), [])
  assert.deepEqual(script.give({ kind: 'result', id: script.id, value: AUTHORIZATION }), [])
})
