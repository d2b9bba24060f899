import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { wrapInLayer } from '../../../src/core/session/layer.ts'

const INFO = {
  apiId: 4,
  deviceModel: 'pair',
  systemVersion: '1.0',
  appVersion: '2',
  systemLangCode: 'en-GB',
  langCode: 'en',
}

test('SES-44 the wrapper is invokeWithLayer and initConnection with the client in it', () => {
  assert.equal(
    toHex(wrapInLayer(fromHex('6b18f9c4'), 223, INFO)),
    [
      '0d0d9bda', // invokeWithLayer
      'df000000',
      'a95ecdc1', // initConnection
      '00000000', // neither proxy nor params
      '04000000',
      '0470616972000000', // pair
      '03312e30', // 1.0
      '01320000', // 2
      '05656e2d47420000', // en-GB
      '00000000', // lang_pack
      '02656e00', // en
      '6b18f9c4', // help.getConfig
    ].join(''),
  )
})

test('the wrapper tells of a proxy that the call comes through', () => {
  const bytes = wrapInLayer(fromHex('6b18f9c4'), 223, INFO, { host: '10.0.0.9', port: 8443 })
  const plain = toHex(wrapInLayer(fromHex(''), 223, INFO))
  assert.equal(
    toHex(bytes),
    [
      plain.slice(0, 24),
      '01000000', // a proxy, no params
      plain.slice(32),
      '3f8b5875', // inputClientProxy
      '0831302e302e302e39000000', // 10.0.0.9
      'fb200000', // 8443
      '6b18f9c4',
    ].join(''),
  )
})

test('an api id or a layer that is no int is refused', () => {
  const refused = { code: 'ERR_TL_VALUE' }
  assert.throws(() => wrapInLayer(fromHex(''), 223, { ...INFO, apiId: 2 ** 31 }), refused)
  assert.throws(() => wrapInLayer(fromHex(''), 1.5, INFO), refused)
})
