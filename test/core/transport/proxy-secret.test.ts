import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import {
  formatProxySecret,
  framingThrough,
  parseProxySecret,
} from '../../../src/core/transport/proxy-secret.ts'

const KEY = '00112233445566778899aabbccddeeff'
const key = fromHex(KEY)
const domain = 'www.example.org'
const DOMAIN = '7777772e6578616d706c652e6f7267'

const plain = { mode: 'plain', key } as const
const padded = { mode: 'padded', key } as const
const tls = { mode: 'tls', key, domain } as const

for (const [name, secret, expected] of [
  ['16 bytes in hexadecimal', KEY, plain],
  ['16 bytes in upper case', KEY.toUpperCase(), plain],
  ['16 bytes in URL-safe base64', 'ABEiM0RVZneImaq7zN3u_w', plain],
  ['16 bytes in URL-safe base64 with padding', 'ABEiM0RVZneImaq7zN3u_w==', plain],
  ['16 bytes in standard base64', 'ABEiM0RVZneImaq7zN3u/w==', plain],
  ['dd and 16 bytes in hexadecimal', `dd${KEY}`, padded],
  ['dd and 16 bytes in URL-safe base64', '3QARIjNEVWZ3iJmqu8zd7v8', padded],
  ['ee, 16 bytes and a domain in hexadecimal', `ee${KEY}${DOMAIN}`, tls],
  [
    'ee, 16 bytes and a domain in URL-safe base64',
    '7gARIjNEVWZ3iJmqu8zd7v93d3cuZXhhbXBsZS5vcmc',
    tls,
  ],
  ['bytes', fromHex(`ee${KEY}${DOMAIN}`), tls],
] as const)
  test(`TR-40 a secret of ${name} is read`, () => {
    assert.deepEqual(parseProxySecret(secret), expected)
  })

test('TR-40 a text that is hexadecimal is not read as base64', () => {
  // as base64 it would be 16 bytes
  assert.throws(() => parseProxySecret('abcdefabcdefabcdefabcA'), {
    code: 'ERR_PROXY_SECRET_INVALID',
    rule: 'TR-40',
    got: '11 bytes',
  })
  assert.equal(parseProxySecret('eeNEgYdJvXrFGRMCIMJdCQ').mode, 'plain')
})

for (const [name, secret] of [
  ['nothing', ''],
  ['15 bytes', KEY.slice(2)],
  ['17 bytes that begin with neither dd nor ee', `dc${KEY}`],
  ['ee and 16 bytes without a domain', `ee${KEY}`],
  ['dd, 16 bytes and something more', `dd${KEY}00`],
  ['dc, 16 bytes and a domain', `dc${KEY}${DOMAIN}`],
  ['a domain with a space', `ee${KEY}${DOMAIN}20`],
  ['a domain beyond ASCII', `ee${KEY}${DOMAIN}e1`],
  ['a domain of 183 bytes', `ee${KEY}${'61'.repeat(183)}`],
  ['characters of no alphabet', 'ABEiM0RVZneImaq7zN3u.w'],
  ['both alphabets at once', 'ABEiM0RVZneImaq7zN3-/w'],
  ['more text than any secret has', 'A'.repeat(5000)],
] as const)
  test(`TR-40 ${name} is refused, without a word about it`, () => {
    assert.throws(
      () => parseProxySecret(secret),
      error => {
        assert.ok(error instanceof MtprotoError)
        assert.equal(error.code, 'ERR_PROXY_SECRET_INVALID')
        if (secret !== '') assert.ok(!`${error.stack}`.includes(secret))
        return true
      },
    )
  })

test('a domain of 182 bytes is the longest', () => {
  const long = concat(fromHex(`ee${KEY}`), new Uint8Array(183).fill(0x61))
  assert.throws(() => parseProxySecret(long), { code: 'ERR_PROXY_SECRET_INVALID' })
  const secret = parseProxySecret(concat(fromHex(`ee${KEY}`), new Uint8Array(182).fill(0x61)))
  assert.equal(secret.mode === 'tls' && secret.domain.length, 182)
})

test('the text of a secret means that secret', () => {
  assert.equal(formatProxySecret(plain), KEY)
  assert.equal(formatProxySecret(padded), `dd${KEY}`)
  assert.equal(formatProxySecret(tls), `ee${KEY}${DOMAIN}`)
})

test('TR-42 dd and ee secrets choose the padded framing and allow no other', () => {
  for (const secret of [padded, tls]) {
    assert.equal(framingThrough(secret), 'padded')
    assert.equal(framingThrough(secret, 'padded'), 'padded')
    for (const framing of ['abridged', 'intermediate', 'full', 'http'] as const)
      assert.throws(() => framingThrough(secret, framing), { code: 'ERR_ARGUMENT', rule: 'TR-42' })
  }
})

test('TR-42 a plain secret allows every framing that has a tag', () => {
  assert.equal(framingThrough(plain), 'intermediate')
  for (const framing of ['abridged', 'intermediate', 'padded'] as const)
    assert.equal(framingThrough(plain, framing), framing)
  for (const framing of ['full', 'http'] as const)
    assert.throws(() => framingThrough(plain, framing), { code: 'ERR_ARGUMENT', got: framing })
})
