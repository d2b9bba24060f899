// X25519, as far as somebody needs it who shows public keys and agrees on nothing. Source: RFC 7748 section 5
// The time taken depends on the private key, so a key that is to stay secret must not be used here.

import { reversed } from '../bytes/bytes.ts'
import { fromBigInt, toBigInt } from '../bytes/integers.ts'
import { powMod } from './pow-mod.ts'

const A24 = 121_665n

/** The public key, 32 bytes, of a private key of 32 bytes. */
export function x25519PublicKey(privateKey: Uint8Array): Uint8Array {
  const p = 2n ** 255n - 19n
  const u = 9n
  // bits 0 to 2 and 255 of the scalar are clear, bit 254 is set
  const scalar = (BigInt.asUintN(254, toBigInt(reversed(privateKey))) & ~7n) | (1n << 254n)
  // (x2 : z2) and (x3 : z3) are always one base point apart
  let [x2, z2, x3, z3] = [1n, 0n, u, 1n]
  for (let bit = 254n; bit >= 0n; bit--) {
    const isSet = ((scalar >> bit) & 1n) === 1n
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2]
    const [sum, difference] = [x2 + z2, x2 - z2 + p]
    const [sumSquared, differenceSquared] = [(sum * sum) % p, (difference * difference) % p]
    const crossed = ((x3 - z3 + p) * sum) % p
    const straight = ((x3 + z3) * difference) % p
    const four = sumSquared - differenceSquared + p
    x3 = (straight + crossed) ** 2n % p
    z3 = (u * (straight - crossed) ** 2n) % p
    x2 = (sumSquared * differenceSquared) % p
    z2 = (four * (sumSquared + A24 * four)) % p
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2]
  }
  return reversed(fromBigInt((x2 * powMod(z2, p - 2n, p)) % p, 32))
}
