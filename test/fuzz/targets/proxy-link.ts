// The parsers of links to proxies and of the secrets in them: what is parsed has a link that means the same.
import assert from 'node:assert/strict'
import { encodeProxyLink, parseProxyLink } from '../../../src/core/transport/proxy-link.ts'
import { type Target, typed } from '../target.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, char => char.charCodeAt(0))
const KEY = '00112233445566778899aabbccddeeff'

export const target: Target = {
  name: 'proxy-link',
  words: () =>
    [
      'tg:',
      '//',
      't.me/',
      'proxy?',
      'server=',
      '&port=',
      '&secret=',
      '%5B',
      ':',
      ']',
      'dd',
      'ee',
      '-_',
      '+/',
      '=',
    ].map(ascii),
  seeds: () =>
    [
      `tg://proxy?server=a.b&port=443&secret=${KEY}`,
      `https://t.me/proxy?server=127.0.0.1&port=1&secret=dd${KEY}`,
      `telegram.dog/proxy?port=65535&secret=ee${KEY}612e62&server=%5B2001:db8::1%5D#x`,
      'tg:proxy?secret=7gARIjNEVWZ3iJmqu8zd7v93d3cuZXhhbXBsZS5vcmc&server=a&port=9',
      'tg:proxy?secret=ABEiM0RVZneImaq7zN3u/w==&server=a&port=9',
    ].map(ascii),
  run(input) {
    const address = typed(() => parseProxyLink(new TextDecoder().decode(input)))
    if (address === undefined) return undefined
    assert.equal(address.secret.key.length, 16)
    assert.deepEqual(parseProxyLink(encodeProxyLink(address)), address)
    return address
  },
}
