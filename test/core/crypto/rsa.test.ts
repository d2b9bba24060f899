import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromBase64Url, toBase64 } from '../../../src/core/bytes/base64.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { parseRsaPublicKey, rsaFingerprint, rsaPublicKey } from '../../../src/core/crypto/rsa.ts'
import { serverKeys } from '../../../src/core/crypto/server-keys.ts'

interface KeyVector {
  env: string
  pem: string
  n: string
  e: number
  fingerprint_int64: string
}

const vectors: {
  rsa_public_keys: KeyVector[]
  rsa_fingerprint_extra: { pem: string; fingerprint_int64: string }
} = JSON.parse(readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'))

const refused = { code: 'ERR_RSA_KEY_INVALID' }
const pem = vectors.rsa_public_keys[0]!.pem
const der = new Uint8Array(createPublicKey(pem).export({ type: 'pkcs1', format: 'der' }))

function toPem(label: string, data: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${toBase64(data)}\n-----END ${label}-----\n`
}

for (const vector of vectors.rsa_public_keys) {
  test(`the built-in ${vector.env} key has the published numbers and fingerprint`, () => {
    const [key] = serverKeys(vector.env === 'test')
    assert.deepEqual(key, parseRsaPublicKey(vector.pem))
    assert.equal(toHex(key!.n), vector.n)
    assert.equal(toHex(key!.e), '010001')
    assert.equal(key!.fingerprint, BigInt(vector.fingerprint_int64))
  })
}

test('the fingerprint of a modulus below 254 bytes counts its short TL length', () => {
  const { pem, fingerprint_int64 } = vectors.rsa_fingerprint_extra
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' }) as { n: string; e: string }
  assert.equal(rsaFingerprint(fromBase64Url(n), fromBase64Url(e)), BigInt(fingerprint_int64))
  assert.throws(() => parseRsaPublicKey(pem), { ...refused, got: 'a modulus of 1024 bits' })
})

test('both PEM forms of a key, with any line ends, give the same key', () => {
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'pem' }) as string
  const key = parseRsaPublicKey(pem)
  for (const text of [spki, spki.replaceAll('\n', '\r\n'), `\n  ${pem.trim()}\n\n`])
    assert.deepEqual(parseRsaPublicKey(text), key)
})

test('only RSA keys of 2048 bits are taken', () => {
  for (const modulusLength of [1024, 2040, 2056, 3072]) {
    const { publicKey } = generateKeyPairSync('rsa', {
      modulusLength,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    assert.throws(() => parseRsaPublicKey(publicKey), refused, `${modulusLength} bits`)
  }
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const text = ec.export({ type: 'spki', format: 'pem' }) as string
  assert.throws(() => parseRsaPublicKey(text), { ...refused, got: 'a key that is not RSA' })
})

test('other PEM files and other texts are refused', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  for (const text of [
    '',
    'ssh-rsa AAAA',
    privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
    pem.replace('BEGIN RSA PUBLIC', 'BEGIN PUBLIC'),
    pem.replace('END RSA PUBLIC', 'END PUBLIC'),
    pem.replaceAll('RSA PUBLIC', 'PUBLIC'),
    pem + pem,
    `${pem}x`,
    pem.replace('MIIB', 'MI*B'),
    pem.replace('MIIB', 'MI_B'),
    pem.replace('MIIB', 'MIIBA'),
    pem + ' '.repeat(5000),
  ])
    assert.throws(() => parseRsaPublicKey(text), refused, text.slice(0, 40))
})

test('the numbers of a key are minimal and odd', () => {
  const { n, e } = parseRsaPublicKey(pem)
  const even = n.slice()
  even[255]! ^= 1
  const short = n.slice()
  short[0]! &= 0x7f
  assert.throws(() => rsaPublicKey(even, e), refused)
  assert.throws(() => rsaPublicKey(short, e), refused)
  for (const exponent of [[], [0], [1], [2], [0, 3], [1, 0, 0, 0, 1]])
    assert.throws(() => rsaPublicKey(n, Uint8Array.from(exponent)), refused, `${exponent}`)
  assert.equal(rsaPublicKey(n, Uint8Array.of(3)).n, n)
})

test('DER cut short or lengthened is refused', () => {
  assert.doesNotThrow(() => parseRsaPublicKey(toPem('RSA PUBLIC KEY', der)))
  for (let length = 0; length < der.length; length++)
    assert.throws(
      () => parseRsaPublicKey(toPem('RSA PUBLIC KEY', der.subarray(0, length))),
      refused,
    )
  const longer = Uint8Array.from([...der, 0])
  assert.throws(() => parseRsaPublicKey(toPem('RSA PUBLIC KEY', longer)), refused)
})

test('a bit string that is not whole bytes is refused', () => {
  const spki = new Uint8Array(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
  assert.equal(toHex(spki.subarray(19, 24)), '0382010f00')
  spki[23] = 1
  assert.throws(() => parseRsaPublicKey(toPem('PUBLIC KEY', spki)), refused)
})

test('no single changed byte of DER is anything but a key of 2048 bits or refused', () => {
  const spki = new Uint8Array(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
  for (const [label, original] of [
    ['RSA PUBLIC KEY', der],
    ['PUBLIC KEY', spki],
  ] as const) {
    let refusals = 0
    for (let at = 0; at < original.length; at++) {
      const changed = original.slice()
      changed[at]! ^= 0x81
      try {
        assert.equal(parseRsaPublicKey(toPem(label, changed)).n.length, 256)
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'ERR_RSA_KEY_INVALID')
        refusals++
      }
    }
    assert.ok(refusals >= original.length - 259, `${refusals} refusals`)
  }
})
