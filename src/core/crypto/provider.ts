// The primitives the protocol is built from. Implementations are interchangeable and pass one shared
// suite (test/core/crypto/provider.test.ts): `portable` here, `node` in runtime/node.

/** AES-256-CTR with a running key stream: one call continues where the last ended. */
export interface CtrStream {
  /** Returns `data` XOR the next `data.length` bytes of key stream. */
  update(data: Uint8Array): Uint8Array
}

/** The primitives. They are given sizes that fit; none of them checks what it is given. */
export interface Crypto {
  /** SHA-1 over the concatenation of `parts`; 20 bytes. */
  sha1(...parts: Uint8Array[]): Uint8Array
  /** SHA-256 over the concatenation of `parts`; 32 bytes. */
  sha256(...parts: Uint8Array[]): Uint8Array
  /** SHA-512 over the concatenation of `parts`; 64 bytes. */
  sha512(...parts: Uint8Array[]): Uint8Array
  /** HMAC-SHA-256; 32 bytes. */
  hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array
  /** PBKDF2-HMAC-SHA-512; 64 bytes. */
  pbkdf2Sha512(password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array
  /** AES-IGE; `data` a multiple of 16 bytes, `key` 16 or 32, `iv` 32 (c₀ | p₀). Returns a new array. */
  aesIgeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array
  /** Undoes aesIgeEncrypt, with arguments of the same sizes in bytes. */
  aesIgeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array
  /** AES-256-CTR, big-endian 16-byte counter starting at `iv`. */
  aesCtr(key: Uint8Array, iv: Uint8Array): CtrStream
  /**
   * base^exponent mod modulus, all big-endian, as exactly `modulus.length` bytes.
   * Not constant in time: see the comment at each implementation for what leaks.
   */
  modPow(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array
}
