import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import type { Job } from '../../../src/core/crypto/job.ts'
import type { Crypto } from '../../../src/core/crypto/provider.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { run } from '../../../src/core/login/computation.ts'
import { passwordNumber, proof, type SrpAlgo } from '../../../src/core/login/srp.ts'
import { srpParameters, srpProof } from '../../../src/core/login/srp-client.ts'
import { srpChallenge, srpVerifier, srpVerify } from '../../../src/core/login/srp-server.ts'
import type { RuleId } from '../../../src/core/rules.ts'
import type { account } from '../../../src/core/tl/generated/api/index.ts'
import { createNodeCrypto } from '../../../src/runtime/node/crypto.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }

const crypto = createNodeCrypto()

function algorithm(salt1: string, salt2: string, g = 3, p = telegramPrime()): SrpAlgo {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1: fromHex(salt1),
    salt2: fromHex(salt2),
    g,
    p,
  }
}

function passwordWith(
  currentAlgo: account.password['currentAlgo'],
  srpB: Uint8Array,
): account.password {
  return {
    _: 'account.password',
    hasPassword: true,
    ...(currentAlgo && { currentAlgo }),
    srpB,
    srpId: -5n,
    newAlgo: { _: 'passwordKdfAlgoUnknown' },
    newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
    secureRandom: new Uint8Array(0),
  }
}

/** A random source that gives `value` for the exponent and refuses anything else. */
function exponent(value: Uint8Array) {
  return (length: number, purpose: string): Uint8Array => {
    assert.deepEqual([length, purpose], [256, 'srp'])
    return value
  }
}

const BASE = algorithm('00'.repeat(40), '11'.repeat(16))
const P = toBigInt(telegramPrime())

for (const { name, password_hex, salt1, salt2, g, srp_B, a, A, M1, x } of vectors.srp)
  test(`PW-01 the proof of ${name} is exact`, () => {
    const algo = algorithm(salt1, salt2, g)
    const password = Buffer.from(password_hex, 'hex').toString()
    const parameters = srpParameters(passwordWith(algo, fromHex(srp_B)))
    const answer = run(srpProof(parameters, password, crypto, exponent(fromHex(a))), crypto)
    assert.equal(answer._, 'inputCheckPasswordSRP')
    assert.equal(answer.srpId, -5n)
    assert.equal(toHex(answer.A), A)
    assert.equal(toHex(answer.M1), M1)
    assert.equal(run(passwordNumber(password, algo, crypto), crypto).toString(16), x)
  })

test('PW-01 the password number of the published example is exact', () => {
  const { password, salt1, salt2, x } = vectors.srp_x_only
  const number = run(passwordNumber(password, algorithm(salt1, salt2), crypto), crypto)
  assert.equal(number.toString(16), x)
})

test('PW-01 the verifier of a new password is exact', () => {
  const { password, salt1_base, salt1_random32, salt2, g, v } = vectors.srp_new_password
  const algo = algorithm(salt1_base + salt1_random32, salt2, g)
  const verifier = run(srpVerifier(algo, password, crypto), crypto)
  assert.equal(toHex(fromBigInt(verifier.v, 256)), v)
})

function refused(parameters: account.password, rule: RuleId): void {
  assert.throws(
    () => srpParameters(parameters),
    (error: unknown) =>
      error instanceof MtprotoError && error.code === 'ERR_SRP_INVALID' && error.rule === rule,
  )
}

test('PW-02 refuses srp_B that is 0, p, p + 1, too short or too long', () => {
  for (const srpB of [
    new Uint8Array(256),
    fromBigInt(P),
    fromBigInt(P + 1n),
    new Uint8Array(100).fill(1),
    new Uint8Array(247).fill(1),
    new Uint8Array(257).fill(1, 1),
    new Uint8Array(0),
  ])
    refused(passwordWith(BASE, srpB), 'PW-02')
  assert.equal(srpParameters(passwordWith(BASE, fromBigInt(P - 1n))).B, P - 1n)
  assert.equal(srpParameters(passwordWith(BASE, new Uint8Array(248).fill(1))).srpId, -5n)
})

test('PW-03 refuses a generator that does not fit the prime', () => {
  const B = new Uint8Array(256).fill(1)
  for (const g of [2, 5, 6, 0, 1, 8, -3])
    refused(passwordWith(algorithm('00', '11', g), B), 'PW-03')
  for (const g of [3, 4, 7]) srpParameters(passwordWith(algorithm('00', '11', g), B))
})

test('PW-03 refuses a prime of another size', () => {
  const B = new Uint8Array(256).fill(1)
  const short = telegramPrime()
  short[0] = 0x47
  for (const p of [short, telegramPrime().slice(1), concat(Uint8Array.of(0), telegramPrime())])
    refused(passwordWith(algorithm('00', '11', 4, p), B), 'PW-03')
})

test('PW-03 refuses a number that is not a safe prime', () => {
  const p = telegramPrime()
  p[255]! ^= 2
  const parameters = srpParameters(
    passwordWith(algorithm('00', '11', 4, p), Uint8Array.from(p).fill(1)),
  )
  const random = (length: number) => new Uint8Array(length).fill(5)
  assert.throws(() => run(srpProof(parameters, 'secret', crypto, random), crypto), {
    code: 'ERR_SRP_INVALID',
    rule: 'PW-03',
  })
})

test('PW-03 asks for a proof of a prime that is not known, with 15 different witnesses', () => {
  const p = fromHex(vectors.dh_primes.find(({ name }) => name === 'rfc3526_group14')!.p)
  const parameters = srpParameters(
    passwordWith(algorithm('00', '11', 2, p), Uint8Array.from(p).fill(1)),
  )
  let draws = 0
  const random = (length: number) => new Uint8Array(length).fill(draws++)
  const computation = srpProof(parameters, 'secret', crypto, random)
  const { value: job } = computation.next() as IteratorYieldResult<Job>
  assert.ok(job.kind === 'safe-prime')
  assert.deepEqual(job.prime, p)
  assert.equal(new Set(job.witnesses.map(toHex)).size, 15)
  assert.equal((computation.next(true) as IteratorYieldResult<Job>).value.kind, 'mod-pow')
})

test('PW-04 refuses an unknown algorithm', () => {
  const parameters = passwordWith({ _: 'passwordKdfAlgoUnknown' }, new Uint8Array(256))
  assert.throws(() => srpParameters(parameters), { code: 'ERR_SRP_UNSUPPORTED', rule: 'PW-04' })
})

test('refuses account.password without an algorithm, srp_B or srp_id', () => {
  const { currentAlgo, srpB, srpId, ...rest } = passwordWith(BASE, new Uint8Array(256).fill(1))
  assert.ok(currentAlgo && srpB && srpId)
  for (const parameters of [
    { ...rest, srpB, srpId },
    { ...rest, currentAlgo, srpId },
    { ...rest, currentAlgo, srpB },
  ])
    assert.throws(() => srpParameters(parameters), { code: 'ERR_SRP_INVALID' })
})

test('refuses a u of zero', () => {
  const flat: Crypto = {
    ...crypto,
    sha256: (...parts) =>
      parts.length === 2 &&
      parts[0]!.length === 256 &&
      parts[1]!.length === 256 &&
      parts[1]![0] === 9
        ? new Uint8Array(32)
        : crypto.sha256(...parts),
  }
  const parameters = srpParameters(passwordWith(BASE, new Uint8Array(256).fill(9)))
  const random = exponent(new Uint8Array(256).fill(1))
  assert.throws(() => run(srpProof(parameters, 'secret', flat, random), flat), {
    code: 'ERR_SRP_INVALID',
    at: 'u',
  })
})

const verifier = run(srpVerifier(BASE, 'secret', crypto), crypto)

/** Whether a client with `typed` convinces a server that challenges with exponent b. */
function convinces(typed: string, a: bigint, b: bigint, trimB = false): boolean {
  const challenge = run(srpChallenge(verifier, crypto, exponent(fromBigInt(b, 256))), crypto)
  const srpB = trimB ? fromBigInt(toBigInt(challenge.B)) : challenge.B
  const parameters = srpParameters(passwordWith(BASE, srpB))
  const answer = run(srpProof(parameters, typed, crypto, exponent(fromBigInt(a, 256))), crypto)
  return run(srpVerify(verifier, challenge, answer, crypto), crypto)
}

/** k·v mod p, computed here from the page's formula. */
function shareOfVerifier(): bigint {
  const g = new Uint8Array(256)
  g[255] = 3
  const k = createHash('sha256').update(telegramPrime()).update(g).digest('hex')
  return (BigInt(`0x${k}`) * verifier.v) % P
}

/** The first b from 300 on for which B satisfies the condition. */
function findB(condition: (B: bigint) => boolean): bigint {
  const share = shareOfVerifier()
  let power = 3n ** 300n
  for (let b = 300n; ; b++) {
    if (condition((share + power) % P)) return b
    power = (power * 3n) % P
  }
}

test('PW-07 a negative difference of B and k·v leads to the right proof', () => {
  const share = shareOfVerifier()
  for (const b of [findB(B => B < share), findB(B => B > share)]) {
    assert.equal(convinces('secret', 2n ** 2047n + 1n, b), true)
    assert.equal(convinces('Secret', 2n ** 2047n + 1n, b), false)
  }
})

test('PW-07 values with leading zero bytes lead to the right proof', () => {
  const b = findB(B => B < 2n ** 2040n)
  assert.equal(convinces('secret', 1n, b), true)
  assert.equal(convinces('secret', 1n, b, true), true)
  assert.equal(convinces('secret', 2n ** 2047n + 1n, b, true), true)
})

test('an exponent above the prime leads to the right proof', () => {
  assert.equal(convinces('secret', 2n ** 2048n - 1n, 2n ** 2048n - 1n), true)
})

test('PW-07 the proof pads g and S to 256 bytes', () => {
  const sha = (...parts: Uint8Array[]): Uint8Array => {
    const hash = createHash('sha256')
    for (const part of parts) hash.update(part)
    return new Uint8Array(hash.digest())
  }
  const number = (last: number): Uint8Array => {
    const bytes = new Uint8Array(256)
    bytes[255] = last
    return bytes
  }
  const group = sha(telegramPrime()).map((byte, i) => byte ^ sha(number(3))[i]!)
  const [A, B] = [number(4), number(5)]
  const expected = sha(group, sha(BASE.salt1), sha(BASE.salt2), A, B, sha(number(6)))
  assert.deepEqual(proof(BASE, A, B, 6n, crypto), expected)
})

test('PW-08 refuses a wrong M1, and A that is 0 modulo p or out of range', () => {
  const challenge = run(srpChallenge(verifier, crypto, exponent(fromBigInt(77n, 256))), crypto)
  const parameters = srpParameters(passwordWith(BASE, challenge.B))
  const random = exponent(fromBigInt(2n ** 2000n, 256))
  const { A, M1 } = run(srpProof(parameters, 'secret', crypto, random), crypto)
  const verify = (A: Uint8Array, M1: Uint8Array) =>
    run(srpVerify(verifier, challenge, { A, M1 }, crypto), crypto)

  assert.equal(verify(A, M1), true)
  for (const at of [0, 15, 31]) {
    const wrong = M1.slice()
    wrong[at]! ^= 1
    assert.equal(verify(A, wrong), false)
  }
  assert.equal(verify(A, M1.slice(0, 31)), false)
  assert.equal(verify(A, new Uint8Array(0)), false)
  assert.equal(verify(concat(Uint8Array.of(0), A), M1), false)
  assert.equal(verify(fromBigInt(toBigInt(A) + 1n, 256), M1), false)

  // with A = 0 mod p the server's S is 0, so the proof of S = 0 would pass
  for (const zero of [new Uint8Array(256), telegramPrime(), new Uint8Array(0)]) {
    const sent = fromBigInt(toBigInt(zero), 256)
    assert.equal(verify(zero, proof(BASE, sent, challenge.B, 0n, crypto)), false)
  }
})
