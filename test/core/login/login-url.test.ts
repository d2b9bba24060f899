import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { encodeLoginUrl, parseLoginUrl } from '../../../src/core/login/login-url.ts'
import login from '../../vectors/login-token.json' with { type: 'json' }
import vectors from '../../vectors/vectors.json' with { type: 'json' }

const { qr_url } = vectors

function refused(text: string): void {
  assert.throws(
    () => parseLoginUrl(text),
    (error: unknown) => error instanceof MtprotoError && error.code === 'ERR_LOGIN_URL_INVALID',
    text,
  )
}

test('QR-02 writes the token in the URL-safe alphabet, unpadded', () => {
  assert.equal(encodeLoginUrl(fromHex(qr_url.token)), qr_url.url)
  assert.equal(qr_url.url, 'tg://login?token=8PHy8_T19vf4-fr7_P3-_wECAw')
  assert.equal(encodeLoginUrl(fromHex(login.loginToken.token)), login.url)
})

test('QR-03 reads unpadded and padded links', () => {
  assert.equal(toHex(parseLoginUrl(qr_url.url)), qr_url.token)
  assert.equal(toHex(parseLoginUrl(qr_url.url_padded)), qr_url.token)
  assert.equal(toHex(parseLoginUrl('tg://login?token=AA')), '00')
  assert.equal(toHex(parseLoginUrl('tg://login?token=AA==')), '00')
})

test('QR-03 refuses another scheme, host, path or parameter', () => {
  refused('https://login?token=AAAA')
  refused('tg://logout?token=AAAA')
  refused('tg://login/?token=AAAA')
  refused('tg://login?tokens=AAAA')
  refused('tg:login?token=AAAA')
  refused(' tg://login?token=AAAA')
  refused('tg://login?token=AAAA&extra=1')
  refused('')
})

test('QR-03 refuses the standard alphabet, white space, wrong padding and leftover bits', () => {
  refused('tg://login?token=8PHy8/T19vf4+fr7/P3+/wECAw')
  refused('tg://login?token=AAAA ')
  refused('tg://login?token=AAAA\n')
  refused('tg://login?token=AA=')
  refused('tg://login?token=A')
  refused('tg://login?token=A===')
  refused('tg://login?token=AB')
})

test('a token is 1 to 1024 bytes both ways', () => {
  const longest = new Uint8Array(1024).fill(0xfb)
  assert.deepEqual(parseLoginUrl(encodeLoginUrl(longest)), longest)
  assert.throws(() => encodeLoginUrl(new Uint8Array(1025)), { code: 'ERR_LOGIN_URL_INVALID' })
  assert.throws(() => encodeLoginUrl(new Uint8Array(0)), { code: 'ERR_LOGIN_URL_INVALID' })
  refused('tg://login?token=')
  refused('tg://login?token====')
  refused(`tg://login?token=${'A'.repeat(1368)}`)
  refused(`tg://login?token=${'A'.repeat(5_000_000)}`)
})
