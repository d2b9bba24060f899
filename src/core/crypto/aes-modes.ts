// The two modes of AES that the protocol uses, on any implementation of the block cipher.
import type { BlockCipher } from './aes.ts'
import { checkCtrSizes, ctrStream } from './ctr.ts'
import { checkIgeSizes, igeDecrypt, igeEncrypt } from './ige.ts'
import type { Crypto } from './provider.ts'

/** `aes` expands a key of 16 or 32 bytes. */
export function aesModes(
  aes: (key: Uint8Array) => BlockCipher,
): Pick<Crypto, 'aesIgeEncrypt' | 'aesIgeDecrypt' | 'aesCtr'> {
  return {
    aesIgeEncrypt(data, key, iv) {
      checkIgeSizes(data, key, iv)
      const cipher = aes(key)
      return igeEncrypt(data, block => cipher.encrypt(block), iv)
    },
    aesIgeDecrypt(data, key, iv) {
      checkIgeSizes(data, key, iv)
      const cipher = aes(key)
      return igeDecrypt(data, block => cipher.decrypt(block), iv)
    },
    aesCtr(key, iv) {
      checkCtrSizes(key, iv)
      const cipher = aes(key)
      return ctrStream(block => cipher.encrypt(block), iv)
    },
  }
}
