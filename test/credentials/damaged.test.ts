// Texts that are no session: one clear error that names the form and the field, and shows nothing of the text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { toBase64, toBase64Url } from '../../src/core/bytes/base64.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import { parseCredentials, sessionFormOf } from '../../src/credentials/parse.ts'
import data from '../vectors/vectors.json' with { type: 'json' }

const { session_strings: vectors } = data
const STRINGS = [
  vectors.telethon_v4,
  vectors.telethon_v6,
  vectors.gramjs,
  vectors.pyrogram,
  vectors.pyrogram_old_64,
  vectors.pyrogram_old_32,
  vectors.mtcute_v3,
]

function refused(text: string, at?: string): void {
  assert.throws(
    () => parseCredentials(text),
    (error: unknown) => {
      assert.ok(error instanceof MtprotoError)
      assert.equal(error.code, 'ERR_SESSION_STRING_INVALID')
      assert.equal(error.rule, 'SS-05')
      if (at !== undefined) assert.equal(error.at, at)
      const told = inspect(error, { depth: 10 })
      for (let i = 0; i + 12 <= text.length; i++)
        assert.ok(!told.includes(text.slice(i, i + 12)), 'shows the text')
      return true
    },
  )
}

test('SS-05 a string that was cut anywhere is refused', () => {
  for (const text of STRINGS)
    for (let length = 0; length < text.length; length++) {
      // without its padding it still holds everything
      if (text.endsWith('=') && length === text.length - 1) continue
      // nothing but the length tells the layouts of Pyrogram apart
      if (text.startsWith('A') && (length === 351 || length === 356)) continue
      refused(text.slice(0, length))
    }
})

test('SS-05 a string with anything after its end is refused', () => {
  for (const text of STRINGS)
    for (const more of ['A', 'AAAA', '=', '====']) {
      const isPadding = more === '=' && text.length % 4 === 3
      if (!isPadding) refused(text + more)
    }
})

test('SS-05 a string with a foreign character is refused', () => {
  for (const text of STRINGS)
    for (const at of [1, 100, text.length - 3])
      for (const foreign of ['!', ' ', '\n', '%', 'ä', '\0', '='])
        refused(text.slice(0, at) + foreign + text.slice(at + 1), 'the text, base64')
})

test('SS-05 another version is refused', () => {
  for (const version of '02389')
    refused(version + vectors.telethon_v4.slice(1), 'the text, version')
  for (const version of ['AA', 'AQ', 'Ag'])
    refused(version + vectors.mtcute_v3.slice(2), 'mtcute, version')
})

test('SS-05 a text that is something else is refused', () => {
  for (const text of ['', ' ', '\n', '1', 'A', 'AAAA', 'hello', 'tg://login?token=AQID'])
    refused(text)
  refused('A'.repeat(1025), 'the text')
  refused('/'.repeat(100), 'the text, base64')
  refused('_'.repeat(100), 'the text')
})

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

const url = (text: string, change: (data: Uint8Array) => void): string => {
  const bytes = bytesOf(text)
  change(bytes)
  return toBase64Url(bytes)
}
const versioned = (text: string, change: (data: Uint8Array) => void): string => {
  const bytes = bytesOf(text.slice(1))
  change(bytes)
  return `1${toBase64(bytes)}`
}

function withoutPort(text: string): string {
  const bytes = [...bytesOf(text)]
  bytes.splice(25, 4)
  bytes[5] = 19
  return toBase64Url(Uint8Array.from(bytes))
}

for (const [at, text] of [
  ['telethon, dc', versioned(vectors.telethon_v4, bytes => bytes.fill(0, 0, 1))],
  ['telethon, port', versioned(vectors.telethon_v6, bytes => bytes.fill(0, 17, 19))],
  ['gramjs, dc', versioned(vectors.gramjs, bytes => bytes.fill(0, 0, 1))],
  ['gramjs, port', versioned(vectors.gramjs, bytes => bytes.fill(0, 17, 19))],
  ['pyrogram, dc', url(vectors.pyrogram, bytes => bytes.fill(0, 0, 1))],
  ['pyrogram, api id', url(vectors.pyrogram, bytes => bytes.fill(0x80, 1, 2))],
  ['pyrogram, test', url(vectors.pyrogram, bytes => bytes.fill(2, 5, 6))],
  ['pyrogram, user id', url(vectors.pyrogram, bytes => bytes.fill(0x20, 262, 264))],
  ['pyrogram, is bot', url(vectors.pyrogram, bytes => bytes.fill(2, 270, 271))],
  ['pyrogram, is bot', url(vectors.pyrogram_old_32, bytes => bytes.fill(2, 262, 263))],
  ['mtcute, flags', url(vectors.mtcute_v3, bytes => bytes.fill(0x11, 1, 2))],
  ['mtcute, main dc', url(vectors.mtcute_v3, bytes => bytes.fill(0xff, 5, 6))],
  ['mtcute, main dc, version', url(vectors.mtcute_v3, bytes => bytes.fill(1, 6, 7))],
  ['mtcute, dc', url(vectors.mtcute_v3, bytes => bytes.fill(0, 7, 8))],
  ['mtcute, main dc, address', url(vectors.mtcute_v3, bytes => bytes.fill(0xff, 9, 10))],
  ['mtcute, address', url(vectors.mtcute_v3, bytes => bytes.fill(27, 10, 11))],
  ['mtcute, main dc, port', withoutPort(vectors.mtcute_v3)],
  ['mtcute, port', url(vectors.mtcute_v3, bytes => bytes.fill(0xff, 25, 29))],
  ['mtcute, user id', url(vectors.mtcute_v3, bytes => bytes.fill(0xff, 29, 37))],
  ['mtcute, is bot', url(vectors.mtcute_v3, bytes => bytes.fill(0, 37, 41))],
  ['mtcute, auth key', url(vectors.mtcute_v3, bytes => bytes.fill(0xff, 41, 42))],
  ['mtcute, auth key', vectors.mtcute_published[0]!.value],
  ['mtcute, media dc', url(vectors.mtcute_published[0]!.value, bytes => bytes.fill(4, 31, 32))],
] as const)
  test(`SS-05 a wrong field is named: ${at}`, () => refused(text, at))

test('a stored client that is damaged, or that nobody is logged in with, is refused', () => {
  for (const text of ['{', '{}', '{"version":2}', '{"version":1,"dcs":[]}'])
    assert.throws(() => parseCredentials(text), { code: 'ERR_STORAGE_INVALID' })
})

test('a sealed text wants to be opened first', () => {
  assert.throws(() => parseCredentials('raw-mtproto-sealed:AAAA'), {
    code: 'ERR_PASSPHRASE_MISSING',
  })
  assert.throws(() => sessionFormOf('raw-mtproto-sealed:AAAA'), { code: 'ERR_PASSPHRASE_MISSING' })
})
