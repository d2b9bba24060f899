// Sealing: fixed bytes, wrong passphrases, and texts that were changed or ask for too much.
import assert from 'node:assert/strict'
import { createCipheriv, createHmac, scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { portable } from '../../src/core/crypto/portable.ts'
import { isSealed, Seal } from '../../src/credentials/sealed.ts'

const counting = (): ((length: number) => Uint8Array) => {
  let next = 0
  return length => Uint8Array.from({ length }, () => next++ & 255)
}
const seal = (passphrase: string): Seal => new Seal(passphrase, portable, counting())

const SECRET = '{"version":1}\n'
const SEALED = seal('correct horse').seal(SECRET)
const BYTES = Buffer.from(SEALED.slice('raw-mtproto-sealed:'.length), 'base64url')
const textOf = (bytes: Uint8Array): string =>
  `raw-mtproto-sealed:${Buffer.from(bytes).toString('base64url')}`

test('a sealed text is what OpenSSL makes of the documented layout', () => {
  const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
  const iv = Buffer.from('101112131415161718191a1b1c1d1e1f', 'hex')
  const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }
  const keys = scryptSync('correct horse', salt, 64, cost)
  const hidden = createCipheriv('aes-256-ctr', keys.subarray(0, 32), iv).update(SECRET)
  const head = Buffer.concat([Buffer.from('01110801', 'hex'), salt, iv, hidden])
  const tag = createHmac('sha256', keys.subarray(32)).update(head).digest()
  assert.equal(BYTES.toString('hex'), Buffer.concat([head, tag]).toString('hex'))
  assert.match(SEALED, /^raw-mtproto-sealed:[\w-]+\n$/)
  assert.equal(isSealed(SEALED), true)
  assert.equal(isSealed(SECRET), false)
})

test('the same passphrase opens it, however it is typed', () => {
  assert.equal(seal('correct horse').open(SEALED), SECRET)
  const composed = seal('caf\u00e9').seal(SECRET)
  assert.equal(seal('cafe\u0301').open(composed), SECRET)
})

test('the keys are derived once, and each sealing draws a new iv', () => {
  const both = seal('correct horse')
  assert.equal(both.open(SEALED), SECRET)
  const started = performance.now()
  const again = Array.from({ length: 10 }, () => both.seal(SECRET))
  for (const text of again) assert.equal(both.open(text), SECRET)
  assert.ok(performance.now() - started < 250)
  assert.equal(new Set(again).size, 10)
  const saltOf = (text: string) =>
    Buffer.from(text.slice('raw-mtproto-sealed:'.length), 'base64url').toString('hex', 4, 20)
  assert.deepEqual([...new Set(again.map(saltOf))], ['000102030405060708090a0b0c0d0e0f'])
})

test('another passphrase is one clear error', () => {
  assert.throws(() => seal('correct house').open(SEALED), { code: 'ERR_PASSPHRASE_WRONG' })
})

test('an empty passphrase is refused', () => {
  assert.throws(() => seal(''), { code: 'ERR_ARGUMENT', at: 'passphrase' })
})

test('a text changed anywhere is not opened', () => {
  const opener = seal('correct horse')
  assert.equal(opener.open(SEALED), SECRET)
  // the iv, what is hidden, the tag
  for (const at of [20, 35, 36, 49, 50, BYTES.length - 1]) {
    const changed = Uint8Array.from(BYTES)
    changed[at]! ^= 1
    assert.throws(() => opener.open(textOf(changed)), { code: 'ERR_PASSPHRASE_WRONG' })
  }
})

for (const [what, bytes] of [
  ['nothing', BYTES.subarray(0, 0)],
  ['a head and half a tag', BYTES.subarray(0, 60)],
  ['another version', Buffer.concat([Buffer.of(2), BYTES.subarray(1)])],
  ['a low cost', Buffer.concat([Buffer.of(1, 13, 8, 1), BYTES.subarray(4)])],
  ['more rounds than are allowed', Buffer.concat([Buffer.of(1, 21, 1, 1), BYTES.subarray(4)])],
  ['all the rounds there are', Buffer.concat([Buffer.of(1, 255, 8, 1), BYTES.subarray(4)])],
  ['more memory than is allowed', Buffer.concat([Buffer.of(1, 19, 8, 1), BYTES.subarray(4)])],
  ['a block size of 0', Buffer.concat([Buffer.of(1, 17, 0, 1), BYTES.subarray(4)])],
  ['no repetition', Buffer.concat([Buffer.of(1, 17, 8, 0), BYTES.subarray(4)])],
  ['too many repetitions', Buffer.concat([Buffer.of(1, 17, 8, 5), BYTES.subarray(4)])],
] as const)
  test(`a sealed text with ${what} is refused before any work is done`, () => {
    const started = performance.now()
    assert.throws(() => seal('correct horse').open(textOf(bytes)), {
      code: 'ERR_STORAGE_INVALID',
      at: 'the sealed text',
    })
    assert.ok(performance.now() - started < 50)
  })

test('a text that is not sealed, or not base64, is refused', () => {
  for (const text of [SECRET, '', 'raw-mtproto-sealed:%%%', SEALED.replace('-sealed', '')])
    assert.throws(() => seal('correct horse').open(text), { code: 'ERR_STORAGE_INVALID' })
})
