// The envelopes: bytes as they come, and plaintext sealed as it stands, so that mutation reaches what stands
// behind the msg_key.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { writeInt64LE } from '../../../src/core/bytes/integers.ts'
import { openBinding, sealBinding } from '../../../src/core/envelope/bind.ts'
import { encodeSealed, open, seal } from '../../../src/core/envelope/encrypted.ts'
import { aesKeyV1, msgKeyV1 } from '../../../src/core/envelope/kdf.ts'
import {
  decodePlaintext,
  encodePlaintext,
  isPlaintext,
} from '../../../src/core/envelope/plaintext.ts'
import { crypto, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import { int, Script, type Target, typed } from '../target.ts'

const BINDING = { msgId: 4n, nonce: 1n, tempAuthKeyId: 2n, tempSessionId: 3n, expiresAt: 1 }

export const target: Target = {
  name: 'envelope',
  words: () => [0, 4, 12, 16, 1024, 0x7fffffff, -4].map(int),
  seeds: () => [
    concat(Uint8Array.of(0, 0), encodePlaintext({ msgId: 4n, length: 8, body: new Uint8Array(8) })),
    concat(Uint8Array.of(0, 1), authKeyId(), new Uint8Array(64)),
    concat(Uint8Array.of(1, 0), new Uint8Array(24), int(1), int(8), new Uint8Array(24)),
    concat(Uint8Array.of(1, 1), new Uint8Array(24), int(1), int(16), new Uint8Array(1048)),
    concat(Uint8Array.of(2, 0), new Uint8Array(28), int(40), binding().subarray(32)),
    concat(Uint8Array.of(3, 0), new Uint8Array(104)),
  ],
  run(input) {
    const script = new Script(input)
    const kind = script.byte() % 4
    const padded = script.byte() % 2 === 1
    if (kind === 0) return received(script.rest(), padded)
    if (kind === 1) return received(sealed(script), padded)
    const message = kind === 2 ? sealedBinding(script.rest()) : script.rest()
    return typed(() => openBinding(message, sharedKey, crypto))
  },
}

/** Opens a payload as a link does. */
function received(payload: Uint8Array, padded: boolean): unknown {
  if (isPlaintext(payload)) {
    const message = typed(() => decodePlaintext(payload, padded))
    if (message === undefined) return undefined
    assert.equal(message.body.length, message.length)
    assert.deepEqual(encodePlaintext(message), payload.subarray(0, 20 + message.length))
    return message
  }
  const findKey = (id: bigint) => (id === sharedKey.id ? sharedKey : undefined)
  const message = typed(() => open(payload, { findKey, side: 'client', padded, crypto }))
  if (message === undefined) return undefined
  // C-4, C-5
  assert.equal(message.body.length, message.length)
  assert.equal(message.length % 4, 0)
  assert.ok(message.padding.length >= 12 && message.padding.length <= 1024)
  const again = encodeSealed(seal(message, sharedKey, 'client', crypto))
  assert.deepEqual(again, payload.subarray(0, again.length))
  return message
}

/** Seals whatever the script says is the plaintext, with the length that it declares. */
function sealed(script: Script): Uint8Array {
  const [salt, sessionId, msgId] = [script.long(), script.long(), script.long()]
  const [seqNo, length] = [script.int(), script.int()]
  const rest = script.rest()
  const body = concat(rest, new Uint8Array(-rest.length & 15))
  const message = { salt, sessionId, msgId, seqNo, length, body, padding: new Uint8Array(0) }
  return encodeSealed(seal(message, sharedKey, 'client', crypto))
}

/** Seals 72 bytes as a binding is. */
function sealedBinding(data: Uint8Array): Uint8Array {
  const plaintext = new Uint8Array(72)
  plaintext.set(data.subarray(0, 72))
  const msgKey = msgKeyV1(plaintext, crypto)
  const aes = aesKeyV1(sharedKey.key, msgKey, 'client', crypto)
  const padded = concat(plaintext, new Uint8Array(8))
  return concat(authKeyId(), msgKey, crypto.aesIgeEncrypt(padded, aes.key, aes.iv))
}

/** The plaintext of a right binding, 72 bytes. */
function binding(): Uint8Array {
  const fields = { ...BINDING, permAuthKeyId: sharedKey.id }
  const message = sealBinding(fields, sharedKey, seededRandom('binding'), crypto)
  const aes = aesKeyV1(sharedKey.key, message.subarray(8, 24), 'client', crypto)
  return crypto.aesIgeDecrypt(message.subarray(24), aes.key, aes.iv).subarray(0, 72)
}

function authKeyId(): Uint8Array {
  const id = new Uint8Array(8)
  writeInt64LE(id, 0, sharedKey.id)
  return id
}
