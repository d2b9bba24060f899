// AES counter mode (NIST SP 800-38A) as a running stream: the obfuscated transport encrypts a whole
// connection with one counter, whatever the sizes of its pieces. Source: /mtproto/mtproto-transports
import { MtprotoError } from '../errors.ts'
import type { CtrStream } from './provider.ts'

const BLOCK = 16

/** Throws ERR_ARGUMENT unless the key is 32 bytes and the counter 16. */
export function checkCtrSizes(key: Uint8Array, iv: Uint8Array): void {
  if (key.length !== 32)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'CTR key', got: key.length, expected: 32 })
  if (iv.length !== BLOCK)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'CTR iv', got: iv.length, expected: BLOCK })
}

/** A key stream of the blocks E(iv), E(iv + 1), …, the counter being one 128-bit big-endian number. */
export function ctrStream(
  encryptBlock: (block: Uint8Array) => Uint8Array,
  iv: Uint8Array,
): CtrStream {
  const counter = Uint8Array.from(iv)
  const keyStream = new Uint8Array(BLOCK)
  let used = BLOCK
  return {
    update(data) {
      const result = new Uint8Array(data.length)
      for (let i = 0; i < data.length; i++) {
        if (used === BLOCK) {
          keyStream.set(encryptBlock(counter))
          increment(counter)
          used = 0
        }
        result[i] = data[i]! ^ keyStream[used++]!
      }
      return result
    },
  }
}

function increment(counter: Uint8Array): void {
  for (let i = BLOCK - 1; i >= 0; i--) {
    counter[i] = counter[i]! + 1
    if (counter[i] !== 0) return
  }
}
