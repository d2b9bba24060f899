// Groups for key exchanges other than Telegram's own, good and bad.
import { fromHex } from '../../core/bytes/hex.ts'
import { fromBigInt } from '../../core/bytes/integers.ts'

/** RFC 3526, group 14: a safe prime that takes every g from 2 to 7. */
export const modp14 = (): Uint8Array =>
  fromHex(
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74' +
      '020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437' +
      '4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
      'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05' +
      '98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb' +
      '9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
      'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718' +
      '3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff',
  )

/** RFC 7919, ffdhe2048: a safe prime modulo which 7 is no quadratic residue. */
export const ffdhe2048 = (): Uint8Array =>
  fromHex(
    'ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695' +
      'a9e13641146433fbcc939dce249b3ef97d2fe363630c75d8f681b202aec4617a' +
      'd3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3b557135e7f57c935' +
      '984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797a' +
      'bc0ab182b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4' +
      'ae56ede76372bb190b07a7c8ee0a6d709e02fce1cdf7e2ecc03404cd28342f61' +
      '9172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc2ec22005' +
      'c58ef1837d1683b2c6f34a26c1b2effa886b423861285c97ffffffffffffffff',
  )

/** 2^2047 + 2895 is prime and (p - 1) / 2 is not; modulo p, 3 passes for a generator. */
export const unsafePrime = (): Uint8Array => fromBigInt(2n ** 2047n + 2895n)

/** A safe prime of 2047 bits, modulo which 3 is a quadratic residue. */
export const shortSafePrime = (): Uint8Array =>
  fromHex(
    '78092f69c2b8b009be8f2cf654903757f433fb6f69bb5fd34addb9caa86b0a35' +
      '5efa63cf6545b9a7797d538d2294f15fcd49f4fa2453fa689bb53edd7284761b' +
      '341e6f111a0f78a4288a261add8daae4a4194dd25729e47ce4ec7e770d0ec411' +
      'a4497c589b8b1dc50497bb2f3815f86e83cf666c4d6c059eca7dc571c998e39c' +
      '4c00b99548eacae5c5bbef6e84baf7f86c576b443cc9d863469d7261d428a003' +
      '85bf6a5f9898b072d3d1b9d9108b1a410a8eea334d60c3c2cdc348f1c5c478c7' +
      '89191097363def1b8ce34c63159ee4852c6abdfb70b8e63acc19eef84c9fc544' +
      '846d5f9a211c547d804a1bd3828d7e04877c5911bab55752a3a725426a044daf',
  )

/** 3^1290, within the bounds of every group here, and a value that an honest server could have sent. */
export const smallPower = (): Uint8Array => fromBigInt(3n ** 1290n, 256)
