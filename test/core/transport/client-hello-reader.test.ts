import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { readClientHello } from '../../../src/core/transport/client-hello-reader.ts'
import { hello } from './hello.ts'

const RANDOM = '11'.repeat(32)
const NAME = '0000000a00080000056162632e64'

/** A hello around these extensions; the lengths are those of what is given. */
function message(extensions: string, { session = '02aabb', version = '0303' } = {}): Uint8Array {
  const list = fromHex(extensions)
  const body = concat(
    fromHex(`${version}${RANDOM}${session}0004130113020100`),
    Uint8Array.of(list.length >> 8, list.length),
    list,
  )
  return concat(Uint8Array.of(1, 0, body.length >> 8, body.length), body)
}

test('a hello is read: random field, session, ciphers, extensions and the server it asks for', () => {
  assert.deepEqual(readClientHello(message(`${NAME}002b0003020304`)), {
    random: fromHex(RANDOM),
    sessionId: fromHex('aabb'),
    ciphers: [0x1301, 0x1302],
    extensions: [0, 0x2b],
    serverName: 'abc.d',
  })
})

test('a hello may have no session and name no server', () => {
  const read = readClientHello(message('', { session: '00' }))
  assert.deepEqual(read.sessionId, new Uint8Array(0))
  assert.equal(read.serverName, undefined)
})

for (const [name, bytes] of [
  ['nothing', new Uint8Array(0)],
  ['another handshake message', concat(Uint8Array.of(2), message(NAME).subarray(1))],
  ['a message shorter than it says', message(NAME).subarray(0, -1)],
  ['bytes behind the message', concat(message(NAME), Uint8Array.of(0))],
  ['another version', message(NAME, { version: '0304' })],
  ['a session of 33 bytes', message(NAME, { session: `21${'aa'.repeat(33)}` })],
  ['ciphers of three bytes', message(NAME).with(42, 3)],
  ['an extension longer than the rest', message('00000010')],
  ['a name longer than its extension', message('0000000500030000ff')],
  ['bytes behind the name', message('000000070003000000ffff')],
  ['a name of another type', message('00000006000401000161')],
  ['a name beyond ASCII', message('000000060004000001e1')],
] as const)
  test(`${name} is refused`, () => {
    assert.throws(() => readClientHello(bytes), { code: 'ERR_PROXY_REFUSED' })
  })

test('a hello cut anywhere is refused', () => {
  const whole = hello().subarray(5)
  for (let length = 0; length < whole.length; length += 13)
    assert.throws(() => readClientHello(whole.subarray(0, length)), { code: 'ERR_PROXY_REFUSED' })
})
