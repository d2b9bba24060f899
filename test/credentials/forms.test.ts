// The session strings of other clients: published and synthetic vectors, and how they are told apart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64Url } from '../../src/core/bytes/base64.ts'
import { type Credentials, SESSION_FORMS } from '../../src/credentials/credentials.ts'
import { formatCredentials, parseCredentials, sessionFormOf } from '../../src/credentials/parse.ts'
import data from '../vectors/vectors.json' with { type: 'json' }

const { session_strings: vectors } = data
const KEY = Uint8Array.from({ length: 256 }, (_, i) => i)
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

test('SS-01 reads a Telethon string with an IPv4 address, and writes it again', () => {
  const expected = {
    authKey: KEY,
    dcId: 2,
    test: true,
    address: { host: '149.154.167.40', port: 80 },
  }
  assert.deepEqual(parseCredentials(vectors.telethon_v4), expected)
  assert.equal(formatCredentials(expected, 'telethon'), vectors.telethon_v4)
})

test('SS-01 reads a Telethon string with an IPv6 address, and writes it again', () => {
  const expected = {
    authKey: KEY,
    dcId: 2,
    test: true,
    address: { host: '2001:67c:4e8:f002::e', port: 443 },
  }
  assert.deepEqual(parseCredentials(vectors.telethon_v6), expected)
  assert.equal(formatCredentials(expected, 'telethon'), vectors.telethon_v6)
})

test('SS-01 reads a GramJS string, and writes it again', () => {
  const expected = {
    authKey: KEY,
    dcId: 2,
    test: true,
    address: { host: '149.154.167.40', port: 443 },
  }
  assert.deepEqual(parseCredentials(vectors.gramjs), expected)
  assert.equal(formatCredentials(expected, 'gramjs'), vectors.gramjs)
})

test('SS-01 reads a Pyrogram string, and writes it again', () => {
  const expected = {
    authKey: KEY,
    dcId: 2,
    test: true,
    userId: 5_000_801_609n,
    isBot: false,
    apiId: 12_345,
  }
  assert.deepEqual(parseCredentials(vectors.pyrogram), expected)
  assert.equal(formatCredentials(expected, 'pyrogram'), vectors.pyrogram)
})

test('SS-01 reads an mtcute string, and writes it again', () => {
  const expected = {
    authKey: KEY,
    dcId: 2,
    test: true,
    address: { host: '149.154.167.40', port: 443 },
    userId: 5_000_801_609n,
    isBot: false,
  }
  assert.deepEqual(parseCredentials(vectors.mtcute_v3), expected)
  assert.equal(formatCredentials(expected, 'mtcute'), vectors.mtcute_v3)
})

test('SS-02 a GramJS string as long as a Telethon string with IPv6 is told by its length field', () => {
  assert.equal(vectors.gramjs.length, vectors.telethon_v6.length)
  assert.equal(sessionFormOf(vectors.gramjs), 'gramjs')
  assert.equal(sessionFormOf(vectors.telethon_v6), 'telethon')
  assert.equal(sessionFormOf(vectors.telethon_v4), 'telethon')
})

test('SS-02 a packed ::1 begins like the length of an empty address, and is none', () => {
  const own = { authKey: KEY, dcId: 2, test: false, address: { host: '::1', port: 443 } }
  const text = formatCredentials(own, 'telethon')
  assert.equal(sessionFormOf(text), 'telethon')
  assert.deepEqual(parseCredentials(text), own)
})

test('SS-02 a GramJS string with the address ::1 is as long as a Telethon string with IPv4', () => {
  const own = { authKey: KEY, dcId: 2, test: false, address: { host: '::1', port: 443 } }
  const text = formatCredentials(own, 'gramjs')
  assert.equal(text.length, vectors.telethon_v4.length)
  assert.equal(sessionFormOf(text), 'gramjs')
  assert.deepEqual(parseCredentials(text), own)
})

test('SS-02 a port above 32,767, which GramJS writes as a negative number, is read as what it was', () => {
  const own = { authKey: KEY, dcId: 2, test: false, address: { host: '127.0.0.1', port: 40_001 } }
  const text = formatCredentials(own, 'gramjs')
  assert.equal(bytesOf(text.slice(1)).toString().includes('156,65'), true)
  assert.deepEqual(parseCredentials(text), own)
})

test('SS-02 either alphabet of base64 is read, with padding or without', () => {
  for (const text of [vectors.telethon_v4, vectors.gramjs]) {
    const expected = parseCredentials(text)
    const standard = text.replaceAll('-', '+').replaceAll('_', '/')
    const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_')
    for (const other of [standard, urlSafe, urlSafe.replaceAll('=', ''), ` ${text}\r\n`])
      assert.deepEqual(parseCredentials(other), expected)
  }
})

test('SS-03 the two older layouts of Pyrogram lack the api id', () => {
  const expected = { authKey: KEY, dcId: 2, test: true, isBot: false }
  assert.deepEqual(parseCredentials(vectors.pyrogram_old_64), {
    ...expected,
    userId: 5_000_801_609n,
  })
  assert.deepEqual(parseCredentials(vectors.pyrogram_old_32), { ...expected, userId: 12_345n })
})

test('SS-03 a Pyrogram string of DC 3, which begins like an mtcute string, is none', () => {
  const own = { authKey: KEY, dcId: 3, test: false, userId: 7n, isBot: true, apiId: 6 }
  const text = formatCredentials(own, 'pyrogram')
  assert.equal(bytesOf(text)[0], bytesOf(vectors.mtcute_v3)[0])
  assert.equal(sessionFormOf(text), 'pyrogram')
  assert.deepEqual(parseCredentials(text), own)
})

test('SS-03 a user id or api id of 0 is one that is not known', () => {
  const data = bytesOf(vectors.pyrogram)
  data.fill(0, 1, 5)
  data.fill(0, 262, 270)
  const { userId, apiId } = parseCredentials(toBase64Url(data))
  assert.deepEqual([userId, apiId], [undefined, undefined])
})

/** The published mtcute strings end with a key of 32 zeros; with one of 256 in its place they are whole. */
function withKey(text: string): string {
  const head = bytesOf(text).subarray(0, -36)
  return toBase64Url(Uint8Array.from([...head, 0xfe, 0, 1, 0, ...KEY]))
}

test('SS-04 the published mtcute strings name a media data centre, and one of them nobody', () => {
  const [nobody, somebody] = vectors.mtcute_published.map(({ value }) => withKey(value))
  const expected: Credentials = {
    authKey: KEY,
    dcId: 2,
    test: false,
    address: { host: '149.154.167.50', port: 443 },
    mediaAddress: { host: '149.154.167.222', port: 443 },
  }
  assert.deepEqual(parseCredentials(nobody!), expected)
  const login = { ...expected, test: true, userId: 12_345n, isBot: false }
  assert.deepEqual(parseCredentials(somebody!), login)
  assert.equal(formatCredentials(expected, 'mtcute'), nobody)
  assert.equal(formatCredentials(login, 'mtcute'), somebody)
})

test('SS-04 the older way to mark the test environment is read', () => {
  const { test: isTest } = parseCredentials(
    withKey(vectors.mtcute_published[0]!.value).replace(/^AwQ/, 'AwY'),
  )
  assert.equal(isTest, true)
})

test('a form that does not tell is of the environment its address belongs to, unless told otherwise', () => {
  const own = (host: string) => ({
    authKey: KEY,
    dcId: 2,
    test: false,
    address: { host, port: 443 },
  })
  for (const form of ['telethon', 'gramjs'] as const) {
    const production = formatCredentials(own('149.154.167.51'), form)
    const elsewhere = formatCredentials(own('127.0.0.1'), form)
    assert.equal(parseCredentials(production).test, false)
    assert.equal(parseCredentials(elsewhere).test, false)
    assert.equal(parseCredentials(elsewhere, { test: true }).test, true)
    assert.equal(parseCredentials(vectors.gramjs, { test: false }).test, false)
  }
})

test('where a session holds no address, a form that does gets the public one', () => {
  const { address: _, ...rest } = parseCredentials(vectors.pyrogram)
  for (const form of ['telethon', 'gramjs', 'mtcute'] as const)
    assert.deepEqual(parseCredentials(formatCredentials(rest, form)).address, {
      host: '149.154.167.40',
      port: 443,
    })
})

const refusals: readonly (readonly [
  string,
  Credentials,
  (typeof SESSION_FORMS)[number],
  string,
])[] = [
  ['an unknown user', { authKey: KEY, dcId: 2, test: false, apiId: 1 }, 'pyrogram', 'user id'],
  ['an unknown api id', { authKey: KEY, dcId: 2, test: false, userId: 1n }, 'pyrogram', 'api id'],
  ['an unknown address', { authKey: KEY, dcId: 9, test: false }, 'gramjs', 'address'],
  ['an unknown address', { authKey: KEY, dcId: 9, test: false }, 'mtcute', 'address'],
  [
    'a host name',
    { authKey: KEY, dcId: 2, test: false, address: { host: 'example.org', port: 1 } },
    'telethon',
    'address',
  ],
  [
    'a large dc',
    { authKey: KEY, dcId: 256, test: false, address: { host: '::', port: 1 } },
    'telethon',
    'dc',
  ],
]

for (const [what, credentials, form, at] of refusals)
  test(`${what} is refused where a ${form} string is written`, () => {
    assert.throws(() => formatCredentials(credentials, form), { code: 'ERR_ARGUMENT', at })
  })

test('credentials that are none are refused in every form', () => {
  const own = { authKey: KEY, dcId: 2, test: false, userId: 1n, apiId: 1 }
  const address = { host: '127.0.0.1', port: 65_536 }
  for (const form of SESSION_FORMS)
    for (const [field, wrong] of [
      ['auth key', { ...own, authKey: KEY.subarray(1) }],
      ['dc', { ...own, dcId: 0 }],
      ['port', { ...own, address }],
      ['address', { ...own, address: { host: '\x1b[2J', port: 1 } }],
      ['user id', { ...own, userId: 2n ** 53n }],
    ] as const)
      assert.throws(() => formatCredentials(wrong, form), {
        code: 'ERR_SESSION_STRING_INVALID',
        at: `${form}, ${field}`,
      })
})

test('every form reads back what it wrote', () => {
  const own: Credentials = {
    authKey: KEY,
    dcId: 4,
    test: false,
    address: { host: '2001:67c:4e8:f004::a', port: 5222 },
    userId: 2n ** 53n - 1n,
    isBot: true,
    apiId: 0x7fffffff,
  }
  for (const form of SESSION_FORMS) {
    const text = formatCredentials(own, form)
    const read = parseCredentials(text)
    assert.equal(sessionFormOf(text), form)
    assert.deepEqual(read.authKey, KEY)
    assert.equal(formatCredentials(read, form), text)
  }
})
