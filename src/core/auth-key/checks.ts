// Checks that both sides of the key exchange make in the same way. Source: /mtproto/security_guidelines
// Each takes the rule it stands for, so that an error names the check that failed.
import { equal } from '../bytes/bytes.ts'
import { type ErrorCode, MtprotoError } from '../errors.ts'
import type { RuleId } from '../rules.ts'
import type { Boxed, TlObject } from '../tl/codec.ts'
import { Reader } from '../tl/reader.ts'

/** The two nonces that every message after the first carries. */
export interface Nonces {
  /** 16 bytes, the client's */
  readonly nonce: Uint8Array
  /** 16 bytes, the server's */
  readonly serverNonce: Uint8Array
}

/** Throws ERR_NONCE_MISMATCH unless the nonce is the one expected. */
export function checkNonce(
  got: Uint8Array,
  expected: Uint8Array,
  at: 'nonce' | 'server_nonce',
  rule: RuleId,
): void {
  if (!equal(got, expected)) throw new MtprotoError('ERR_NONCE_MISMATCH', { rule, at })
}

/** Throws ERR_NONCE_MISMATCH unless both nonces are those of this exchange. */
export function checkNonces(
  got: Nonces,
  expected: Nonces,
  rules: { readonly nonce: RuleId; readonly serverNonce: RuleId },
): void {
  checkNonce(got.nonce, expected.nonce, 'nonce', rules.nonce)
  checkNonce(got.serverNonce, expected.serverNonce, 'server_nonce', rules.serverNonce)
}

/** Throws ERR_DH_HASH_MISMATCH unless the hash that confirms or refuses the new key is right. */
export function checkHash(got: Uint8Array, expected: Uint8Array, at: string, rule: RuleId): void {
  if (!equal(got, expected)) throw new MtprotoError('ERR_DH_HASH_MISMATCH', { rule, at })
}

/** An object, and how many bytes it took. */
export interface Prefix<T> {
  readonly value: T
  readonly length: number
}

/**
 * Reads one object of `type` from the front of `data`, whatever follows it. Throws an error of the given
 * code, with the reason as its cause, when there is none.
 */
export function readObject<T extends TlObject>(
  data: Uint8Array,
  type: Boxed<T>,
  code: ErrorCode,
  rule: RuleId,
): Prefix<T> {
  const reader = new Reader(data)
  try {
    return { value: reader.boxed(type), length: reader.position }
  } catch (cause) {
    if (!(cause instanceof MtprotoError)) throw cause
    throw new MtprotoError(code, { rule, at: type.name, cause })
  }
}
