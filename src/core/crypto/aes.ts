// The AES block cipher (FIPS 197) as the modes of this folder use it. The tables of aes-js are looked up
// with secret indices, so an attacker who shares the processor's cache could learn about the key.
import aesjs from 'aes-js'

/** One key, ready to turn 16-byte blocks into 16-byte blocks. A result holds until the next call. */
export interface BlockCipher {
  encrypt(block: Uint8Array): Uint8Array
  decrypt(block: Uint8Array): Uint8Array
}

/** Expands a key of 16 or 32 bytes. */
export function aes(key: Uint8Array): BlockCipher {
  // the published types leave out decrypt, and that the results are arrays of their own
  return new aesjs.AES(key) as unknown as BlockCipher
}
