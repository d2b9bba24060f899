// What every Crypto implementation must do, run once for each of them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../src/core/bytes/integers.ts'
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'

interface IgeVector {
  name: string
  key: string
  iv: string
  plaintext: string
  ciphertext: string
}
interface CtrVector {
  key: string
  iv: string
  chunk: string
  successive_outputs: string[]
}

const vectors: { aes_ige: IgeVector[]; aes_ctr_256: CtrVector } = JSON.parse(
  readFileSync(new URL('../vectors/vectors.json', import.meta.url), 'utf8'),
)

/** Registers the tests for `crypto`, titled with `name`. */
export function cryptoSuite(name: string, crypto: Crypto): void {
  const abc = encodeUtf8('abc')
  const twoBlocks = encodeUtf8('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')

  test(`${name}: SHA-1 has the digests of FIPS 180`, () => {
    assert.equal(toHex(crypto.sha1(abc)), 'a9993e364706816aba3e25717850c26c9cd0d89d')
    assert.equal(toHex(crypto.sha1(twoBlocks)), '84983e441c3bd26ebaae4aa1f95129e5e54670f1')
    assert.equal(toHex(crypto.sha1()), 'da39a3ee5e6b4b0d3255bfef95601890afd80709')
  })

  test(`${name}: SHA-256 has the digests of FIPS 180`, () => {
    assert.equal(
      toHex(crypto.sha256(abc)),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    assert.equal(
      toHex(crypto.sha256(twoBlocks)),
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    )
    assert.equal(
      toHex(crypto.sha256()),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  test(`${name}: SHA-512 has the digest of FIPS 180`, () => {
    assert.equal(
      toHex(crypto.sha512(abc)),
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
        '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    )
  })

  test(`${name}: a digest of parts is the digest of the whole`, () => {
    const whole = Uint8Array.from({ length: 300 }, (_, i) => i)
    for (const split of [0, 1, 63, 64, 65, 299, 300]) {
      const parts = [whole.subarray(0, split), new Uint8Array(0), whole.subarray(split)]
      for (const hash of ['sha1', 'sha256', 'sha512'] as const)
        assert.deepEqual(crypto[hash](...parts), crypto[hash](whole))
      assert.deepEqual(crypto.hmacSha256(abc, ...parts), crypto.hmacSha256(abc, whole))
    }
  })

  test(`${name}: results are plain arrays`, () => {
    const results = [
      crypto.sha1(abc),
      crypto.sha256(abc),
      crypto.sha512(abc),
      crypto.hmacSha256(abc, abc),
      crypto.pbkdf2Sha512(abc, abc, 1),
      crypto.aesIgeEncrypt(new Uint8Array(512), new Uint8Array(32), new Uint8Array(32)),
      crypto.aesIgeDecrypt(new Uint8Array(512), new Uint8Array(32), new Uint8Array(32)),
      crypto.aesCtr(new Uint8Array(32), new Uint8Array(16)).update(abc),
      crypto.modPow(abc, abc, new Uint8Array(256).fill(255)),
    ]
    for (const result of results) assert.equal(Object.getPrototypeOf(result), Uint8Array.prototype)
  })

  test(`${name}: HMAC-SHA-256 has the results of RFC 4231`, () => {
    assert.equal(
      toHex(crypto.hmacSha256(new Uint8Array(20).fill(0x0b), encodeUtf8('Hi There'))),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    )
    const message = encodeUtf8('Test Using Larger Than Block-Size Key - Hash Key First')
    assert.equal(
      toHex(crypto.hmacSha256(new Uint8Array(131).fill(0xaa), message)),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    )
  })

  test(`${name}: PBKDF2-HMAC-SHA-512 has the known results`, () => {
    const [password, salt] = [encodeUtf8('password'), encodeUtf8('salt')]
    assert.equal(
      toHex(crypto.pbkdf2Sha512(password, salt, 1)),
      '867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252' +
        'c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce',
    )
    assert.equal(
      toHex(crypto.pbkdf2Sha512(password, salt, 2)),
      'e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c' +
        'f76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e',
    )
  })

  for (const vector of vectors.aes_ige) {
    test(`${name}: AES-IGE both ways, ${vector.name}`, () => {
      const [key, iv] = [fromHex(vector.key), fromHex(vector.iv)]
      const [plaintext, ciphertext] = [fromHex(vector.plaintext), fromHex(vector.ciphertext)]
      assert.equal(toHex(crypto.aesIgeEncrypt(plaintext, key, iv)), vector.ciphertext)
      assert.equal(toHex(crypto.aesIgeDecrypt(ciphertext, key, iv)), vector.plaintext)
    })
  }

  test(`${name}: AES-IGE decrypts what it encrypted and leaves its input alone`, () => {
    const key = crypto.sha256(abc)
    const iv = crypto.sha256(key)
    for (const blocks of [0, 1, 2, 7, 8, 9, 16, 100]) {
      const data = crypto.sha512(iv).subarray(0, 16)
      const plaintext = concat(...Array.from({ length: blocks }, () => data))
      const before = plaintext.slice()
      const ciphertext = crypto.aesIgeEncrypt(plaintext, key, iv)
      assert.deepEqual(plaintext, before)
      assert.equal(ciphertext.length, 16 * blocks)
      assert.deepEqual(crypto.aesIgeDecrypt(ciphertext, key, iv), plaintext)
      assert.equal(blocks > 0 && toHex(ciphertext) === toHex(plaintext), false)
    }
  })

  test(`${name}: AES-IGE of the same block, the literal last block of 8 and of 64`, () => {
    const zeros = (length: number): Uint8Array => new Uint8Array(length)
    const last = (length: number): string =>
      toHex(crypto.aesIgeEncrypt(zeros(length), zeros(32), zeros(32)).subarray(-16))
    assert.equal(last(128), 'fb0df03a1c8e33ba419f76ba5c54990f')
    assert.equal(last(1024), '2dd0382fa3461e85b69393dbf789cfa2')
  })

  test(`${name}: AES-IGE refuses wrong sizes`, () => {
    const wrong: [number, number, number][] = [
      [15, 32, 32],
      [257, 32, 32],
      [16, 24, 32],
      [512, 0, 32],
      [16, 32, 16],
      [512, 32, 31],
    ]
    for (const [data, key, iv] of wrong) {
      const sizes = [new Uint8Array(data), new Uint8Array(key), new Uint8Array(iv)] as const
      assert.throws(() => crypto.aesIgeEncrypt(...sizes), { code: 'ERR_ARGUMENT' })
      assert.throws(() => crypto.aesIgeDecrypt(...sizes), { code: 'ERR_ARGUMENT' })
    }
  })

  test(`${name}: AES-CTR continues its key stream from call to call`, () => {
    const { key, iv, chunk, successive_outputs } = vectors.aes_ctr_256
    const stream = crypto.aesCtr(fromHex(key), fromHex(iv))
    for (const output of successive_outputs)
      assert.equal(toHex(stream.update(fromHex(chunk))), output)
  })

  test(`${name}: AES-CTR gives the same stream in pieces of any size`, () => {
    const { key, iv, chunk, successive_outputs } = vectors.aes_ctr_256
    const data = fromHex(chunk.repeat(6))
    const expected = successive_outputs.join('')
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), sizes => {
        const stream = crypto.aesCtr(fromHex(key), fromHex(iv))
        let at = 0
        let text = ''
        for (const size of [...sizes, data.length]) {
          text += toHex(stream.update(data.subarray(at, at + size)))
          at += size
        }
        assert.equal(text, expected)
      }),
    )
  })

  test(`${name}: AES-CTR carries through all 16 bytes of the counter and keeps the iv`, () => {
    const iv = new Uint8Array(16).fill(255)
    const stream = crypto.aesCtr(new Uint8Array(32), iv)
    assert.equal(
      toHex(stream.update(new Uint8Array(32))),
      'acdace8078a32b1a182bfa4987ca1347dc95c078a2408989ad48a21492842087',
    )
    assert.deepEqual(iv, new Uint8Array(16).fill(255))
    assert.throws(() => crypto.aesCtr(new Uint8Array(16), iv), { code: 'ERR_ARGUMENT' })
    assert.throws(() => crypto.aesCtr(new Uint8Array(32), iv.subarray(1)), { code: 'ERR_ARGUMENT' })
  })

  test(`${name}: modPow at the edges`, () => {
    const power = (base: string, exponent: string, modulus: string): string =>
      toHex(crypto.modPow(fromHex(base), fromHex(exponent), fromHex(modulus)))
    assert.equal(power('03', '05', '07'), '05')
    assert.equal(power('03', '', '07'), '01')
    assert.equal(power('', '05', '07'), '00')
    assert.equal(power('00', '00', '01'), '00')
    assert.equal(power('0a', '02', '0006'), '0004')
    assert.equal(power('0000ff', '0003', '0100'), '00ff')
    assert.throws(() => power('03', '05', '0000'), { code: 'ERR_ARGUMENT' })
    assert.throws(() => power('03', '05', ''), { code: 'ERR_ARGUMENT' })
  })

  test(`${name}: modPow agrees with plain BigInt for numbers of any size`, () => {
    const number = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength })
    const modulus = fc.oneof(number(20), fc.uint8Array({ minLength: 60, maxLength: 140 }))
    fc.assert(
      fc.property(number(150), number(150), modulus, (base, exponent, m) => {
        fc.pre(toBigInt(m) > 0n)
        assert.deepEqual(crypto.modPow(base, exponent, m), slowModPow(base, exponent, m))
      }),
    )
  })

  test(`${name}: modPow of 2048 bits, the exponent above the modulus`, () => {
    const modulus = concat(fromHex('c0'), new Uint8Array(255).fill(0x35))
    const base = new Uint8Array(256).fill(0xee)
    for (const head of ['', '01', '7f', 'c0', 'ff', '0123456789abcdef', 'f123456789abcdef01']) {
      const exponent = concat(fromHex(head), new Uint8Array(255).fill(0xa7))
      assert.deepEqual(
        crypto.modPow(base, exponent, modulus),
        slowModPow(base, exponent, modulus),
        head,
      )
    }
  })
}

function slowModPow(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  const m = toBigInt(modulus)
  let power = 1n % m
  for (const bit of toBigInt(exponent).toString(2)) {
    power = (power * power) % m
    if (bit === '1') power = (power * toBigInt(base)) % m
  }
  return fromBigInt(power, modulus.length)
}
