// How every derived value of a connection is computed: its formula in words, its inputs, and the function of
// the core that does it. Source: /mtproto/auth_key, /mtproto/description, /api/srp, /api/pfs
// A page carries this file and computes with it, so what a reader changes breaks what it would break.
import { newNonceHash, tmpAes } from '../core/auth-key/derive.ts'
import { toBase64Url } from '../core/bytes/base64.ts'
import { xor } from '../core/bytes/bytes.ts'
import { fromBigInt, toBigInt, writeInt64LE } from '../core/bytes/integers.ts'
import { decodeUtf8, encodeUtf8 } from '../core/bytes/utf8.ts'
import { authKeyAuxHash, createAuthKey } from '../core/crypto/auth-key.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { rsaFingerprint } from '../core/crypto/rsa.ts'
import { rsaPad } from '../core/crypto/rsa-pad.ts'
import { aesKeyV1, aesKeyV2, msgKeyLarge, msgKeyV1 } from '../core/envelope/kdf.ts'
import { run } from '../core/login/computation.ts'
import {
  multiplier,
  padded,
  passwordNumber,
  proof,
  type SrpAlgo,
  scramble,
} from '../core/login/srp.ts'
import type { Side } from '../core/machine.ts'

/** One way to compute a value. Inputs and result are bytes; numbers are big-endian. */
export interface Recipe {
  /** with the names of `inputs` */
  readonly formula: string
  readonly inputs: readonly string[]
  /** what happens on the wire when the result is not what the other side has */
  readonly breaks: string
  readonly compute: (crypto: Crypto, ...inputs: Uint8Array[]) => Uint8Array
}

const DROPPED =
  'The receiver computes another msg_key than the one it received and drops the message.'
const GARBAGE =
  'The other side decrypts garbage; the hash inside does not match, and the exchange ends.'

/** The name of a recipe. */
export type RecipeName =
  | 'product'
  | 'fingerprint'
  | 'rsaPad'
  | 'tmpAesKey'
  | 'tmpAesIv'
  | 'ige'
  | 'power'
  | 'authKeyId'
  | 'authKeyAuxHash'
  | 'newNonceHash1'
  | 'serverSalt'
  | `${'msgKey' | 'aesKey' | 'aesIv'}Of${'Client' | 'Server'}`
  | 'msgKeyV1'
  | 'aesKeyV1'
  | 'aesIvV1'
  | 'loginLink'
  | 'srpX'
  | 'srpK'
  | 'srpU'
  | 'srpS'
  | 'srpM1'

/** All recipes by name. */
export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  product: {
    formula: 'p × q',
    inputs: ['p', 'q'],
    breaks: 'The server compares p and q with its own and answers -404.',
    compute: (_, p, q) => fromBigInt(toBigInt(p) * toBigInt(q)),
  },
  fingerprint: {
    formula: 'SHA1(string(n) | string(e))[12…20]',
    inputs: ['n', 'e'],
    breaks: 'The client holds no such key and stops before it has sent a secret.',
    compute(_, n, e) {
      const id = new Uint8Array(8)
      writeInt64LE(id, 0, rsaFingerprint(n, e))
      return id
    },
  },
  rsaPad: {
    formula:
      'reversed = data backwards; inner = reversed | SHA256(temp_key | data); sealed = AES-256-IGE(inner, temp_key, zeros); ' +
      'encrypted_data = ((temp_key ⊕ SHA256(sealed)) | sealed)^e mod n',
    inputs: ['data', 'temp_key', 'n', 'e'],
    breaks: 'The server finds another hash inside and answers -404.',
    compute(crypto, data, tempKey, n, e) {
      const key = { n, e, fingerprint: 0n }
      // the whole of the data is given, so nothing is left to draw but the key
      const draw = (length: number) =>
        length === tempKey.length ? tempKey : data.subarray(-length)
      return rsaPad(data.subarray(0, 144), key, draw, crypto)
    },
  },
  tmpAesKey: {
    formula: 'SHA1(new_nonce | server_nonce) | SHA1(server_nonce | new_nonce)[0…12]',
    inputs: ['new_nonce', 'server_nonce'],
    breaks: GARBAGE,
    compute: (crypto, newNonce, serverNonce) => tmpAes(newNonce, serverNonce, crypto).tmpAesKey,
  },
  tmpAesIv: {
    formula: 'SHA1(server_nonce | new_nonce)[12…20] | SHA1(new_nonce | new_nonce) | new_nonce[0…4]',
    inputs: ['new_nonce', 'server_nonce'],
    breaks: GARBAGE,
    compute: (crypto, newNonce, serverNonce) => tmpAes(newNonce, serverNonce, crypto).tmpAesIv,
  },
  ige: {
    formula: 'AES-256-IGE(plaintext, key, iv)',
    inputs: ['plaintext', 'key', 'iv'],
    breaks: 'The receiver decrypts something else; the hash over it does not match.',
    compute: (crypto, plaintext, key, iv) => crypto.aesIgeEncrypt(plaintext, key, iv),
  },
  power: {
    formula: 'base^exponent mod modulus',
    inputs: ['base', 'exponent', 'modulus'],
    breaks: 'The two sides arrive at different keys, and new_nonce_hash1 gives it away.',
    compute: (crypto, base, exponent, modulus) => crypto.modPow(base, exponent, modulus),
  },
  authKeyId: {
    formula: 'SHA1(auth_key)[12…20]',
    inputs: ['auth_key'],
    breaks: 'The receiver does not know such a key; a server answers -404.',
    compute(crypto, authKey) {
      const id = new Uint8Array(8)
      writeInt64LE(id, 0, createAuthKey(authKey, crypto).id)
      return id
    },
  },
  authKeyAuxHash: {
    formula: 'SHA1(auth_key)[0…8]',
    inputs: ['auth_key'],
    breaks: 'It goes into new_nonce_hash1, which then differs.',
    compute: (crypto, authKey) => authKeyAuxHash(createAuthKey(authKey, crypto), crypto),
  },
  newNonceHash1: {
    formula: 'SHA1(new_nonce | 01 | auth_key_aux_hash)[4…20]',
    inputs: ['new_nonce', 'auth_key_aux_hash'],
    breaks: 'The client does not believe that the server has the key, and begins again (HS-38).',
    compute: (crypto, newNonce, auxHash) => newNonceHash(1, newNonce, auxHash, crypto),
  },
  serverSalt: {
    formula: 'new_nonce[0…8] ⊕ server_nonce[0…8]',
    inputs: ['new_nonce', 'server_nonce'],
    breaks: 'The server answers the first message with bad_server_salt.',
    compute: (_, newNonce, serverNonce) => xor(newNonce.subarray(0, 8), serverNonce.subarray(0, 8)),
  },
  msgKeyOfClient: msgKey('client', 0),
  msgKeyOfServer: msgKey('server', 8),
  aesKeyOfClient: aesKey('client', 0),
  aesKeyOfServer: aesKey('server', 8),
  aesIvOfClient: aesIv('client', 0),
  aesIvOfServer: aesIv('server', 8),
  msgKeyV1: {
    formula: 'SHA1(plaintext without padding)[4…20]',
    inputs: ['plaintext'],
    breaks: 'The server refuses the binding.',
    compute: (crypto, plaintext) => msgKeyV1(plaintext.subarray(0, 72), crypto),
  },
  aesKeyV1: {
    formula:
      'A = SHA1(msg_key | auth_key[0…32]); B = SHA1(auth_key[32…48] | msg_key | auth_key[48…64]); ' +
      'C = SHA1(auth_key[64…96] | msg_key); A[0…8] | B[8…20] | C[4…16]',
    inputs: ['auth_key', 'msg_key'],
    breaks: 'The server refuses the binding.',
    compute: (crypto, authKey, msgKey) => aesKeyV1(authKey, msgKey, 'client', crypto).key,
  },
  aesIvV1: {
    formula:
      'A, B and C as above; D = SHA1(msg_key | auth_key[96…128]); A[8…20] | B[0…8] | C[16…20] | D[0…8]',
    inputs: ['auth_key', 'msg_key'],
    breaks: 'The server refuses the binding.',
    compute: (crypto, authKey, msgKey) => aesKeyV1(authKey, msgKey, 'client', crypto).iv,
  },
  loginLink: {
    formula: '"tg://login?token=" and the token in URL-safe base64',
    inputs: ['token'],
    breaks: 'The phone sends a token that the server never gave out, and is told so.',
    compute: (_, token) => encodeUtf8(`tg://login?token=${toBase64Url(token)}`),
  },
  srpX: {
    formula:
      'SH(d, s) = SHA256(s | d | s); x = SH(PBKDF2-SHA512(SH(SH(password, salt1), salt2), salt1, 100000 rounds), salt2)',
    inputs: ['password', 'salt1', 'salt2'],
    breaks: 'M1 differs: PASSWORD_HASH_INVALID.',
    compute: (crypto, password, salt1, salt2) =>
      fromBigInt(
        run(passwordNumber(decodeUtf8(password), { ...ALGORITHM, salt1, salt2 }, crypto), crypto),
        32,
      ),
  },
  srpK: {
    formula: 'SHA256(p | g), both in 256 bytes',
    inputs: ['p', 'g'],
    breaks: 'M1 differs: PASSWORD_HASH_INVALID.',
    compute: (crypto, p, g) => fromBigInt(multiplier({ ...ALGORITHM, p, g: g[0]! }, crypto), 32),
  },
  srpU: {
    formula: 'SHA256(A | B), both in 256 bytes',
    inputs: ['A', 'B'],
    breaks: 'M1 differs: PASSWORD_HASH_INVALID.',
    compute: (crypto, A, B) => fromBigInt(scramble(A, B, crypto), 32),
  },
  srpS: {
    formula: '((B - k × v) mod p)^(a + u × x) mod p',
    inputs: ['B', 'k', 'v', 'a', 'u', 'x', 'p'],
    breaks: 'M1 differs: PASSWORD_HASH_INVALID.',
    compute(crypto, ...inputs) {
      const [B = 0n, k = 0n, v = 0n, a = 0n, u = 0n, x = 0n, p = 1n] = inputs.map(toBigInt)
      const base = (((B - k * v) % p) + p) % p
      return crypto.modPow(padded(base), fromBigInt((a + u * x) % (p - 1n)), inputs[6]!)
    },
  },
  srpM1: {
    formula:
      'SHA256((SHA256(p) ⊕ SHA256(g)) | SHA256(salt1) | SHA256(salt2) | A | B | SHA256(S)), numbers in 256 bytes',
    inputs: ['p', 'g', 'salt1', 'salt2', 'A', 'B', 'S'],
    breaks: 'The server answers PASSWORD_HASH_INVALID.',
    compute: (crypto, p, g, salt1, salt2, A, B, S) =>
      proof({ ...ALGORITHM, p, g: g[0]!, salt1, salt2 }, A, B, toBigInt(S), crypto),
  },
}

/** What a recipe does not look at. */
const ALGORITHM: SrpAlgo = {
  _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
  salt1: new Uint8Array(0),
  salt2: new Uint8Array(0),
  g: 0,
  p: new Uint8Array(0),
}

function msgKey(side: Side, x: number): Recipe {
  return {
    formula: `SHA256(auth_key[${88 + x}…${120 + x}] | plaintext)[8…24]`,
    inputs: ['auth_key', 'plaintext'],
    breaks: DROPPED,
    compute: (crypto, authKey, plaintext) =>
      msgKeyLarge(plaintext, authKey, side, crypto).slice(8, 24),
  }
}

function parts(x: number): string {
  return `a = SHA256(msg_key | auth_key[${x}…${36 + x}]); b = SHA256(auth_key[${40 + x}…${76 + x}] | msg_key)`
}

function aesKey(side: Side, x: number): Recipe {
  return {
    formula: `${parts(x)}; a[0…8] | b[8…24] | a[24…32]`,
    inputs: ['auth_key', 'msg_key'],
    breaks: DROPPED,
    compute: (crypto, authKey, key) => aesKeyV2(authKey, key, side, crypto).key,
  }
}

function aesIv(side: Side, x: number): Recipe {
  return {
    formula: `${parts(x)}; b[0…8] | a[8…24] | b[24…32]`,
    inputs: ['auth_key', 'msg_key'],
    breaks: DROPPED,
    compute: (crypto, authKey, key) => aesKeyV2(authKey, key, side, crypto).iv,
  }
}
