import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proxyOption, proxySecretOption } from '../../src/cli/proxy-option.ts'
import { MtprotoError } from '../../src/core/errors.ts'

const KEY = '00112233445566778899aabbccddeeff'

test('--proxy takes links to MTProxies', () => {
  for (const start of ['tg://proxy', 'https://t.me/proxy']) {
    const { proxy } = proxyOption(`${start}?server=a.b&port=443&secret=dd${KEY}`)
    assert.equal(proxy?.host, 'a.b')
    assert.equal(proxy?.port, 443)
    assert.equal(proxy?.secret.mode, 'padded')
  }
})

test('--proxy-secret takes a secret as it stands', () => {
  assert.equal(proxySecretOption(`ee${KEY}612e62`), `ee${KEY}612e62`)
})

for (const [name, run] of [
  ['--proxy', () => proxyOption(`tg://proxy?server=a&port=0&secret=${KEY}`)],
  ['--proxy', () => proxyOption(`tg://proxy?server=a&port=1&secret=${KEY}00`)],
  ['--proxy-secret', () => proxySecretOption(`${KEY}00`)],
] as const)
  test(`what ${name} cannot use is refused without showing the secret`, () => {
    assert.throws(run, error => {
      assert.ok(error instanceof MtprotoError)
      assert.equal(error.code, 'ERR_ARGUMENT')
      assert.equal(error.at, name)
      assert.ok(!`${error.stack}`.includes(KEY))
      return true
    })
  })
