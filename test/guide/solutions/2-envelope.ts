// A right answer to exercise 2, with nothing of this project.
import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

export type Sender = 'client' | 'server'

export interface AesKey {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()
const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!))
const offset = (sender: Sender): number => (sender === 'client' ? 0 : 8)

/** AES-256-IGE on whole blocks. */
export function ige(
  data: Uint8Array,
  { key, iv }: AesKey,
  direction: 'encrypt' | 'decrypt',
): Uint8Array {
  const cipher =
    direction === 'encrypt'
      ? createCipheriv('aes-256-ecb', key, null)
      : createDecipheriv('aes-256-ecb', key, null)
  cipher.setAutoPadding(false)
  // the halves change places when the direction does
  let [before, after] = [iv.subarray(0, 16), iv.subarray(16)]
  if (direction === 'decrypt') [before, after] = [after, before]
  const blocks: Uint8Array[] = []
  for (let at = 0; at < data.length; at += 16) {
    const block = data.subarray(at, at + 16)
    const out = xor(cipher.update(xor(block, before)), after)
    blocks.push(out)
    before = out
    after = block
  }
  return Buffer.concat(blocks)
}

export function msgKey(authKey: Uint8Array, plaintext: Uint8Array, sender: Sender): Uint8Array {
  const x = offset(sender)
  return sha256(authKey.subarray(88 + x, 120 + x), plaintext).subarray(8, 24)
}

export function aesKey(authKey: Uint8Array, key: Uint8Array, sender: Sender): AesKey {
  const x = offset(sender)
  const a = sha256(key, authKey.subarray(x, x + 36))
  const b = sha256(authKey.subarray(40 + x, 76 + x), key)
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24)]),
  }
}

export function open(authKey: Uint8Array, packet: Uint8Array): Uint8Array {
  const bytes = Buffer.from(packet)
  const id = createHash('sha1').update(authKey).digest().subarray(12)
  if (!bytes.subarray(0, 8).equals(id)) throw new Error('another key')
  const received = bytes.subarray(8, 24)
  const encrypted = bytes.subarray(24)
  if (encrypted.length < 48 || encrypted.length % 16 !== 0) throw new Error('no message')
  const aes = aesKey(authKey, received, 'server')
  const plaintext = Buffer.from(ige(encrypted, aes, 'decrypt'))
  const isTrue = timingSafeEqual(msgKey(authKey, plaintext, 'server'), received)
  if (!isTrue) throw new Error('another msg_key')
  const length = plaintext.readInt32LE(28)
  if (length < 0 || length % 4 !== 0) throw new Error('no length')
  const padding = plaintext.length - 32 - length
  if (padding < 12 || padding > 1024) throw new Error('no padding')
  return new Uint8Array(plaintext.subarray(32, 32 + length))
}
