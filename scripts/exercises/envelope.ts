// Exercise 2: msg_key, AES key and iv, and a message from a server opened with them, every check included.
// Source: /mtproto/description, /mtproto/security_guidelines. Keys and messages are new in each run.
import { randomBytes } from 'node:crypto'
import { createAuthKey } from '../../src/core/crypto/auth-key.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import {
  complete,
  type EncryptedMessage,
  encodeSealed,
  seal,
} from '../../src/core/envelope/encrypted.ts'
import { type AesKey, aesKeyV2, msgKeyLarge } from '../../src/core/envelope/kdf.ts'
import type { Side } from '../../src/core/machine.ts'
import {
  firstFault,
  functionOf,
  isBytes,
  type Look,
  type Marker,
  refuses,
  shown,
} from './marker.ts'

type MsgKey = (authKey: Uint8Array, plaintext: Uint8Array, sender: Side) => Uint8Array
type AesKeyOf = (authKey: Uint8Array, msgKey: Uint8Array, sender: Side) => AesKey
type Open = (authKey: Uint8Array, packet: Uint8Array) => Uint8Array

const SIDES: readonly Side[] = ['client', 'server']
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** Marks `msgKey`, `aesKey` and `open`. */
export const markEnvelope: Marker = answer => {
  const msgKey = functionOf<MsgKey>(answer, 'msgKey')
  const aesKey = functionOf<AesKeyOf>(answer, 'aesKey')
  const open = functionOf<Open>(answer, 'open')
  const key = random(256)
  const authKey = createAuthKey(key, portable)
  const honest = (size: number): EncryptedMessage => {
    const body = random(size)
    return complete({ salt: 1n, sessionId: 2n, msgId: 5n, seqNo: 1, body }, random)
  }
  const packetOf = (message: EncryptedMessage, sender: Side = 'server'): Uint8Array =>
    encodeSealed(seal(message, authKey, sender, portable))
  const refused = (packet: () => Uint8Array, given: string): Look => ({
    given,
    async fault() {
      const bytes = packet()
      if (await refuses(() => open(key, bytes))) return undefined
      return `open has to throw on ${given}; yours returned a body.`
    },
  })
  const flipped = (at: number): Uint8Array => {
    const packet = packetOf(honest(64))
    packet[at]! ^= 1
    return packet
  }
  const msgKeys = SIDES.map(
    (sender): Look => ({
      given: `a plaintext from the ${sender}`,
      fault() {
        const plaintext = random(96)
        const large = msgKeyLarge(plaintext, key, sender, portable)
        const got = msgKey(key, plaintext, sender)
        if (isBytes(got, large.subarray(8, 24))) return undefined
        return msgKeyFault(got, large, plaintext, key, sender)
      },
    }),
  )
  const aesKeys = SIDES.map(
    (sender): Look => ({
      given: `a msg_key from the ${sender}`,
      fault() {
        const mk = random(16)
        const right = aesKeyV2(key, mk, sender, portable)
        const got = aesKey(key, mk, sender)
        if (isBytes(got.key, right.key) && isBytes(got.iv, right.iv)) return undefined
        return aesKeyFault(got, right, aesKeyV2(key, mk, other(sender), portable), sender)
      },
    }),
  )
  const opened = [4, 64, 1000].map(
    (size): Look => ({
      given: `a packet with a body of ${size} bytes`,
      fault() {
        const message = honest(size)
        const got = open(key, packetOf(message))
        if (isBytes(got, message.body)) return undefined
        return `open returns the body alone, without header and padding: ${size} bytes here; yours is ${shown(got)}.`
      },
    }),
  )
  return firstFault(
    answer,
    ['msgKey', 'aesKey', 'open'],
    [
      ...msgKeys,
      ...aesKeys,
      ...opened,
      refused(() => flipped(0), 'a packet under another auth_key_id'),
      refused(() => flipped(8), 'a packet whose msg_key was changed'),
      refused(() => flipped(24 + 48), 'a packet whose ciphertext was changed in the middle'),
      refused(
        () => flipped(24 + 32 + 64),
        'a packet whose padding was changed, since the msg_key covers the padding as well',
      ),
      refused(
        () => packetOf(honest(64), 'client'),
        "a packet of the client's own, sent back to it: the other side's part of the key must not open it",
      ),
      refused(() => packetOf(honest(64)).subarray(0, 23), 'a packet too short for its own header'),
      ...[-4, 62, 4096].map(length =>
        refused(
          () => packetOf({ ...honest(64), length }),
          `a packet that says its body has ${length} bytes: a length is not negative, a multiple of 4, and fits`,
        ),
      ),
      ...[8, 1032].map(size =>
        refused(
          () => packetOf({ ...honest(8), padding: random(size) }),
          `a packet with ${size} bytes of padding, since 12 to 1024 are allowed`,
        ),
      ),
    ],
  )
}

function other(side: Side): Side {
  return side === 'client' ? 'server' : 'client'
}

function msgKeyFault(
  got: unknown,
  large: Uint8Array,
  plaintext: Uint8Array,
  key: Uint8Array,
  sender: Side,
): string {
  const x = sender === 'client' ? 0 : 8
  const swapped = msgKeyLarge(plaintext, key, other(sender), portable).subarray(8, 24)
  if (isBytes(got, swapped))
    return `The msg_key of a message from the ${sender} is made with x = ${x}; yours is the other side's.`
  if (isBytes(got, large.subarray(0, 16)))
    return 'The msg_key is the middle of the hash, its bytes 8 to 23; yours is the beginning.'
  return `The msg_key of a message from the ${sender} is not bytes 8 to 23 of SHA-256(auth_key[${88 + x}…${119 + x}] | plaintext); yours is ${shown(got)}.`
}

function aesKeyFault(got: AesKey, right: AesKey, swapped: AesKey, sender: Side): string {
  const x = sender === 'client' ? 0 : 8
  if (isBytes(got.key, swapped.key))
    return `The AES key of a message from the ${sender} is made with x = ${x}; yours is the other side's.`
  if (isBytes(got.key, right.key))
    return `The AES key is right, but the iv of a message from the ${sender} is not b[0…7] | a[8…23] | b[24…31]; yours is ${shown(got.iv)}.`
  return `The AES key of a message from the ${sender} is not a[0…7] | b[8…23] | a[24…31]; yours is ${shown(got.key)}.`
}
