import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import {
  completePlaintext,
  decodePlaintext,
  encodePlaintext,
  isPlaintext,
} from '../../../src/core/envelope/plaintext.ts'
import sample from '../../vectors/samples-auth-key.json' with { type: 'json' }

const REQ_PQ_MULTI = fromHex(sample.messages_wire['1_req_pq_multi'])
const MSG_ID = 0x65c53d50000672d4n

test('HS-01 writes the published req_pq_multi', () => {
  const body = fromHex('f18e7ebe406709f612fadfbec3f0289d0aa67eef')
  assert.deepEqual(encodePlaintext(completePlaintext(MSG_ID, body)), REQ_PQ_MULTI)
})

test('HS-01 reads the published req_pq_multi', () => {
  const message = decodePlaintext(REQ_PQ_MULTI, false)
  assert.equal(message.msgId, MSG_ID)
  assert.equal(message.length, 20)
  assert.equal(toHex(message.body), 'f18e7ebe406709f612fadfbec3f0289d0aa67eef')
})

test('encodes a length that is not that of the body as it stands', () => {
  const message = { msgId: 1n, length: -4, body: fromHex('01020304') }
  assert.equal(
    toHex(encodePlaintext(message)),
    '0000000000000000' + '0100000000000000' + 'fcffffff01020304',
  )
})

test('HS-06 keeps stray bytes inside message_length in the body', () => {
  const stray = new Uint8Array(88)
  const body = concat(fromHex('f18e7ebe'), stray)
  assert.deepEqual(decodePlaintext(encodePlaintext(completePlaintext(5n, body)), false).body, body)
})

test('accepts up to 15 bytes behind the message on a padded transport only', () => {
  for (let size = 1; size <= 15; size++) {
    const payload = concat(REQ_PQ_MULTI, new Uint8Array(size).fill(7))
    assert.equal(decodePlaintext(payload, true).body.length, 20)
    assert.throws(() => decodePlaintext(payload, false), { code: 'ERR_PLAINTEXT_INVALID' })
  }
  const payload = concat(REQ_PQ_MULTI, new Uint8Array(16))
  assert.throws(() => decodePlaintext(payload, true), { code: 'ERR_PLAINTEXT_INVALID' })
})

for (const [name, length] of [
  ['negative', 'fcffffff'],
  ['the least integer', '00000080'],
  ['too large by 4', '18000000'],
  ['huge', 'fcffff7f'],
  ['not a multiple of 4', '13000000'],
  ['too small by 4', '10000000'],
] as const) {
  test(`HS-51 refuses a message_length that is ${name}`, () => {
    const payload = concat(REQ_PQ_MULTI.subarray(0, 16), fromHex(length), REQ_PQ_MULTI.subarray(20))
    assert.throws(() => decodePlaintext(payload, false), {
      code: 'ERR_PLAINTEXT_INVALID',
      rule: 'HS-51',
    })
  })
}

test('HS-51 refuses a body that is not a multiple of 4 although its length is right', () => {
  for (const size of [1, 2, 3, 5]) {
    const payload = encodePlaintext(completePlaintext(MSG_ID, new Uint8Array(size)))
    assert.throws(() => decodePlaintext(payload, true), { rule: 'HS-51', at: 'message_length' })
  }
})

test('HS-51 refuses a negative message_length that stray bytes would make up for', () => {
  const payload = encodePlaintext({ msgId: MSG_ID, length: -4, body: new Uint8Array(0) })
  assert.throws(() => decodePlaintext(payload, true), { rule: 'HS-51', at: 'message_length' })
})

test('HS-51 refuses an envelope of 0 to 19 bytes', () => {
  for (let size = 0; size < 20; size++) {
    assert.throws(() => decodePlaintext(REQ_PQ_MULTI.subarray(0, size), true), { rule: 'HS-51' })
  }
})

test('refuses an auth_key_id that is not 0', () => {
  const payload = Uint8Array.from(REQ_PQ_MULTI)
  payload[7] = 1
  assert.equal(isPlaintext(payload), false)
  assert.throws(() => decodePlaintext(payload, false), { at: 'auth_key_id' })
})

test('tells a plaintext payload by its first 8 bytes', () => {
  assert.equal(isPlaintext(REQ_PQ_MULTI), true)
  assert.equal(isPlaintext(new Uint8Array(7)), false)
  assert.equal(isPlaintext(fromHex('40fa5bb7cb56a895')), false)
})
