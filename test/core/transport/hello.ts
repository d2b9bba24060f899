// Hellos for the tests of this folder, and what is in them.
import { readUint32LE } from '../../../src/core/bytes/integers.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import {
  type ClientHelloOptions,
  createClientHello,
} from '../../../src/core/transport/client-hello.ts'
import { parseProxySecret } from '../../../src/core/transport/proxy-secret.ts'
import { seededRandom } from '../../support/random.ts'

/** Of the secrets in these tests: 16 bytes. */
export const KEY = '00112233445566778899aabbccddeeff'
export const DOMAIN = 'www.example.org'

/** The secret of the proxy at DOMAIN. */
export function tlsSecret(): ReturnType<typeof parseProxySecret> & { readonly mode: 'tls' } {
  const secret = parseProxySecret(`ee${KEY}7777772e6578616d706c652e6f7267`)
  if (secret.mode !== 'tls') throw new Error('not a secret of fake TLS')
  return secret
}

/** Seconds since 1970. */
export const TIME = 1_700_000_000

export function hello(options: Partial<ClientHelloOptions> = {}): Uint8Array {
  const { key, domain } = tlsSecret()
  const random = seededRandom('hello')
  return createClientHello({ key, domain, time: TIME, crypto: portable, random, ...options })
}

/** The time that a hello tells whoever has the key, and whether all else in its random field is right. */
export function timeIn(record: Uint8Array): { readonly time: number; readonly isProven: boolean } {
  const signed = record.slice().fill(0, 11, 43)
  const digest = portable.hmacSha256(tlsSecret().key, signed)
  const difference = record.slice(11, 43).map((byte, i) => byte ^ digest[i]!)
  return {
    time: readUint32LE(difference, 28),
    isProven: difference.subarray(0, 28).every(byte => byte === 0),
  }
}
