// What opens a recorded connection, told to whoever asked for it by name. Source: /mtproto/auth_key
// Nothing here is ever part of a trace, an error or a log; without a sink no secret leaves its machine.

/** A secret, as soon as its holder has it. */
export type Secret =
  /** the 256 bytes of a key that carries messages; whoever has a permanent one is logged in */
  | { readonly kind: 'auth-key'; readonly key: Uint8Array; readonly temporary: boolean }
  /** 32 bytes that, with the server_nonce of 16, open both Diffie-Hellman messages of one key exchange */
  | {
      readonly kind: 'new-nonce'
      readonly newNonce: Uint8Array
      readonly serverNonce: Uint8Array
    }
  /** modulus and exponents of a data centre's key, big-endian: it opens the new_nonce of every key exchange */
  | {
      readonly kind: 'rsa-key'
      readonly n: Uint8Array
      readonly e: Uint8Array
      readonly d: Uint8Array
    }

/** Hears every secret, perhaps more than once; the bytes are not to be changed. What it throws is not caught. */
export type SecretSink = (secret: Secret) => void
