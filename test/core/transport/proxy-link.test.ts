import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { encodeProxyLink, parseProxyLink } from '../../../src/core/transport/proxy-link.ts'

const KEY = '00112233445566778899aabbccddeeff'
const secret = { mode: 'plain', key: fromHex(KEY) } as const
const QUERY = `server=proxy.example.org&port=443&secret=${KEY}`

for (const start of [
  'tg://proxy?',
  'tg:proxy?',
  'TG://PROXY?',
  'https://t.me/proxy?',
  'http://t.me/proxy?',
  't.me/proxy?',
  'https://telegram.me/proxy?',
  'https://telegram.dog/proxy?',
])
  test(`a link that begins with ${start} is read`, () => {
    assert.deepEqual(parseProxyLink(start + QUERY), {
      host: 'proxy.example.org',
      port: 443,
      secret,
    })
  })

test('parameters come in any order, and others are ignored', () => {
  const text = `tg://proxy?secret=${KEY}&channel=x&port=1&server=127.0.0.1#more`
  assert.deepEqual(parseProxyLink(text), { host: '127.0.0.1', port: 1, secret })
})

test('what is escaped is read, and a plus sign is one of base64', () => {
  // fb ef be … is ++++ in standard base64
  const key = new Uint8Array(16).map((_, i) => [0xfb, 0xef, 0xbe][i % 3]!)
  for (const text of ['++++++++++++++++++++%2Bw%3D%3D', '%2B%2B++++++++++++++++++%2bw=='])
    assert.deepEqual(parseProxyLink(`tg://proxy?server=a%2Eb&port=443&secret=${text}`), {
      host: 'a.b',
      port: 443,
      secret: { mode: 'plain', key },
    })
})

test('an IPv6 address is read with and without brackets', () => {
  for (const host of ['2001:db8::1', '[2001:db8::1]', '%5B2001%3Adb8%3A%3A1%5D', '::1'])
    assert.match(
      parseProxyLink(`tg://proxy?server=${host}&port=1&secret=${KEY}`).host,
      /^[\da-f:]+$/,
    )
})

for (const [name, text, at] of [
  ['another scheme', `tgx://proxy?${QUERY}`, 'the text'],
  ['another site', `https://t.me.example.org/proxy?${QUERY}`, 'the text'],
  ['another page', `https://t.me/socks?${QUERY}`, 'the text'],
  ['no parameters', 'tg://proxy', 'the text'],
  ['endless text', `tg://proxy?${QUERY}&x=${'x'.repeat(3000)}`, 'the text'],
  ['no server', `tg://proxy?port=443&secret=${KEY}`, 'server'],
  ['two servers', `tg://proxy?server=a&${QUERY}`, 'server'],
  ['a server with a slash', `tg://proxy?server=a/b&port=443&secret=${KEY}`, 'server'],
  ['a server with a line break', `tg://proxy?server=a%0Ab&port=443&secret=${KEY}`, 'server'],
  ['a port of 0', `tg://proxy?server=a&port=0&secret=${KEY}`, 'port'],
  ['a port above 65535', `tg://proxy?server=a&port=65536&secret=${KEY}`, 'port'],
  ['a port that is no number', `tg://proxy?server=a&port=0x1&secret=${KEY}`, 'port'],
  ['no secret', 'tg://proxy?server=a&port=443', 'secret'],
] as const)
  test(`a link with ${name} is refused, and not shown`, () => {
    assert.throws(
      () => parseProxyLink(text),
      error => {
        assert.ok(error instanceof MtprotoError)
        assert.equal(error.code, 'ERR_PROXY_LINK_INVALID')
        assert.equal(error.at, at)
        assert.ok(!`${error.stack}`.includes(KEY))
        return true
      },
    )
  })

test('a wrong secret is told apart', () => {
  assert.throws(() => parseProxyLink('tg://proxy?server=a&port=443&secret=00'), {
    code: 'ERR_PROXY_SECRET_INVALID',
  })
})

test('the link of a proxy leads to it', () => {
  const address = { host: '127.0.0.1', port: 8443, secret } as const
  const link = `tg://proxy?server=127.0.0.1&port=8443&secret=${KEY}`
  assert.equal(encodeProxyLink(address), link)
  assert.deepEqual(parseProxyLink(link), address)
  const far = { ...address, host: '2001:db8::1' }
  assert.deepEqual(parseProxyLink(encodeProxyLink(far)), far)
})
