// The text that a client is stored as, and everything that is not such a text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredClient } from '../../src/client/storage.ts'
import { formatStored, parseStored } from '../../src/client/stored-text.ts'
import { createAuthKey } from '../../src/core/crypto/auth-key.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import { MtprotoError } from '../../src/core/errors.ts'

const KEY = createAuthKey(
  Uint8Array.from({ length: 256 }, (_, index) => index),
  portable,
)
const STORED: StoredClient = {
  homeDc: 2,
  userId: 2n ** 40n,
  dcs: new Map([
    [
      2,
      {
        authKey: KEY,
        serverSalt: -(2n ** 63n),
        futureSalts: [{ validSince: 10, validUntil: 20, salt: 2n ** 63n - 1n }],
        timeOffset: -94_608_000_000,
      },
    ],
    [4, { authKey: KEY, serverSalt: 0n, futureSalts: [], timeOffset: 0 }],
  ]),
}
const HEX = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0')).join('')
const SECRETS = [HEX.slice(40, 60), '9223372036854775808', '1099511627776']

test('a client is stored as JSON and comes back as it was', () => {
  const text = formatStored(STORED)
  assert.deepEqual(JSON.parse(text), {
    version: 1,
    homeDc: 2,
    userId: '1099511627776',
    dcs: [
      {
        id: 2,
        authKey: HEX,
        serverSalt: '-9223372036854775808',
        futureSalts: [{ validSince: 10, validUntil: 20, salt: '9223372036854775807' }],
        timeOffset: -94_608_000_000,
      },
      { id: 4, authKey: HEX, serverSalt: '0', futureSalts: [], timeOffset: 0 },
    ],
  })
  assert.deepEqual(parseStored(text), STORED)
})

test('what was told at the login is stored with it', () => {
  const stored = {
    ...STORED,
    isBot: false,
    apiId: 17_349,
    test: true,
    addresses: [
      { id: 2, host: '2001:67c:4e8:f002::e', port: 443 },
      { id: 4, host: 'vesta.example', port: 80, webSocket: 'ws', path: '/apiws' },
    ],
  } as const
  const text = formatStored(stored)
  const { isBot, apiId, test: isTest, addresses } = JSON.parse(text)
  assert.deepEqual([isBot, apiId, isTest, addresses], [false, 17_349, true, stored.addresses])
  assert.deepEqual(parseStored(text), stored)
})

test('a client that is not logged in has no home and no user', () => {
  const stored = { homeDc: undefined, userId: undefined, dcs: new Map() }
  assert.deepEqual(parseStored(formatStored({ dcs: new Map() })), stored)
})

test('a text that was cut off anywhere is refused, and nothing of it is shown', () => {
  const text = formatStored(STORED).trimEnd()
  for (let length = 0; length < text.length; length++) refused(text.slice(0, length), 'the file')
})

function refused(text: string, at: string): void {
  assert.throws(
    () => parseStored(text),
    (error: unknown) => {
      assert.ok(error instanceof MtprotoError)
      assert.deepEqual([error.code, error.at, error.cause], ['ERR_STORAGE_INVALID', at, undefined])
      for (const secret of SECRETS) assert.ok(!`${error.stack} ${error.got}`.includes(secret))
      return true
    },
  )
}

const ADDRESS = { id: 2, host: '127.0.0.1', port: 443 }

type Json = Record<string, unknown>
const first = (root: Json): Json => (root['dcs'] as Json[])[0]!
const salt = (root: Json): Json => (first(root)['futureSalts'] as Json[])[0]!

for (const [at, change] of [
  ['version', root => delete root['version']],
  ['version', root => (root['version'] = 2)],
  ['homeDc', root => (root['homeDc'] = '2')],
  ['homeDc', root => (root['homeDc'] = 1.5)],
  ['homeDc', root => (root['homeDc'] = null)],
  ['userId', root => (root['userId'] = 5)],
  ['userId', root => (root['userId'] = '0x10')],
  ['userId', root => (root['userId'] = '9223372036854775808')],
  ['userId', root => (root['userId'] = '1'.repeat(1000))],
  ['isBot', root => (root['isBot'] = 1)],
  ['apiId', root => (root['apiId'] = '5')],
  ['test', root => (root['test'] = null)],
  ['addresses', root => (root['addresses'] = {})],
  ['addresses', root => (root['addresses'] = ['127.0.0.1'])],
  ['addresses', root => (root['addresses'] = Array.from({ length: 1001 }, () => ADDRESS))],
  ['addresses', root => (root['addresses'] = [{ ...ADDRESS, webSocket: 'tcp' }])],
  ['addresses.id', root => (root['addresses'] = [{ ...ADDRESS, id: '2' }])],
  ['addresses.host', root => (root['addresses'] = [{ ...ADDRESS, host: '' }])],
  ['addresses.host', root => (root['addresses'] = [{ ...ADDRESS, host: '\x1b[2J' }])],
  ['addresses.host', root => (root['addresses'] = [{ ...ADDRESS, host: 'a'.repeat(254) }])],
  ['addresses.port', root => (root['addresses'] = [{ ...ADDRESS, port: 0.5 }])],
  ['path', root => (root['addresses'] = [{ ...ADDRESS, path: ' ' }])],
  ['dcs', root => (root['dcs'] = {})],
  ['dcs', root => (root['dcs'] = [null])],
  ['dcs', root => (root['dcs'] = [[]])],
  ['dcs', root => (root['dcs'] = Array.from({ length: 1001 }, () => first(root)))],
  ['dcs.id', root => (first(root)['id'] = undefined)],
  ['dcs.authKey', root => (first(root)['authKey'] = HEX.slice(2))],
  ['dcs.authKey', root => (first(root)['authKey'] = `${HEX}00`)],
  ['dcs.authKey', root => (first(root)['authKey'] = HEX.replace('0a', '0g'))],
  ['dcs.authKey', root => (first(root)['authKey'] = HEX.toUpperCase())],
  ['dcs.serverSalt', root => (first(root)['serverSalt'] = '')],
  ['dcs.serverSalt', root => (first(root)['serverSalt'] = '--1')],
  ['dcs.futureSalts', root => (first(root)['futureSalts'] = 'none')],
  [
    'dcs.futureSalts',
    root => (first(root)['futureSalts'] = Array.from({ length: 65 }, () => salt(root))),
  ],
  ['dcs.futureSalts.salt', root => (salt(root)['salt'] = 7)],
  ['dcs.futureSalts.validSince', root => (salt(root)['validSince'] = '7')],
  ['dcs.futureSalts.validUntil', root => (salt(root)['validUntil'] = 2 ** 60)],
  ['dcs.timeOffset', root => (first(root)['timeOffset'] = 'now')],
] as const satisfies readonly (readonly [string, (root: Json) => unknown])[])
  test(`a text is refused for its ${at}: ${String(change).replace(/.*?=> /, '')}`, () => {
    const root = JSON.parse(formatStored(STORED)) as Json
    change(root)
    refused(JSON.stringify(root), at)
  })

test('a text that is some other JSON is refused', () => {
  for (const text of ['null', '[]', '7', '"text"', 'true']) refused(text, 'the file')
  refused('{}', 'version')
})
