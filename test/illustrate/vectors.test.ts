// The values on the pages are test vectors: each is computed again from the page's own data by Node's OpenSSL,
// with nothing of this project: hashes, AES blocks and modular powers.
import assert from 'node:assert/strict'
import {
  createCipheriv,
  createDiffieHellman,
  createHash,
  type DiffieHellman,
  pbkdf2Sync,
} from 'node:crypto'
import { test } from 'node:test'
import { createHost } from '#runtime'
import { openConnections } from '../../src/illustrate/connection.ts'
import { runOf, vocabulary, wholeSite } from './runs.ts'

interface Row {
  readonly id: string
  readonly hex: string
  readonly recipe?: string
  readonly inputs?: readonly string[]
}

const sha1 = (...parts: Buffer[]): Buffer =>
  createHash('sha1').update(Buffer.concat(parts)).digest()
const sha256 = (...parts: Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()
const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!))
const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
const wide = (value: bigint | Buffer): Buffer =>
  Buffer.from(
    (typeof value === 'bigint' ? value : number(value)).toString(16).padStart(512, '0'),
    'hex',
  )

/** OpenSSL proves each modulus, which takes a while. */
const groups = new Map<string, DiffieHellman>()

/** OpenSSL computes other^private mod prime as the secret of a Diffie-Hellman exchange. */
function power(base: Buffer, exponent: Buffer, modulus: Buffer): Buffer {
  const name = modulus.toString('hex')
  const side = groups.get(name) ?? createDiffieHellman(modulus)
  groups.set(name, side)
  side.setPrivateKey(exponent)
  return wide(side.computeSecret(base))
}

/** An odd exponent too small for OpenSSL's Diffie-Hellman, or a modulus that is no prime. */
function smallPower(base: Buffer, exponent: Buffer, modulus: Buffer): Buffer {
  const m = number(modulus)
  let result = 1n
  for (const bit of number(exponent).toString(2)) {
    result = (result * result) % m
    if (bit === '1') result = (result * number(base)) % m
  }
  return wide(result)
}

function ige(plaintext: Buffer, key: Buffer, iv: Buffer): Buffer {
  let [cipherBefore, plainBefore] = [iv.subarray(0, 16), iv.subarray(16)]
  const blocks: Buffer[] = []
  const aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  for (let at = 0; at < plaintext.length; at += 16) {
    const plain = plaintext.subarray(at, at + 16)
    const block = xor(aes.update(xor(plain, cipherBefore)), plainBefore)
    blocks.push(block)
    ;[cipherBefore, plainBefore] = [block, plain]
  }
  return Buffer.concat(blocks)
}

function string(data: Buffer): Buffer {
  const { length } = data
  const head =
    length < 254 ? Buffer.of(length) : Buffer.of(254, length & 0xff, length >> 8, length >> 16)
  return Buffer.concat([head, data, Buffer.alloc(-(head.length + length) & 3)])
}

const SALTED = (data: Buffer, salt: Buffer): Buffer => sha256(salt, data, salt)

const msgKey = (x: number) => (authKey: Buffer, plaintext: Buffer) =>
  sha256(authKey.subarray(88 + x, 120 + x), plaintext).subarray(8, 24)

const aes = (x: number, what: 'key' | 'iv') => (authKey: Buffer, key: Buffer) => {
  const a = sha256(key, authKey.subarray(x, x + 36))
  const b = sha256(authKey.subarray(x + 40, x + 76), key)
  return what === 'key'
    ? Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24)])
    : Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24)])
}

const aesV1 = (what: 'key' | 'iv') => (authKey: Buffer, key: Buffer) => {
  const a = sha1(key, authKey.subarray(0, 32))
  const b = sha1(authKey.subarray(32, 48), key, authKey.subarray(48, 64))
  const c = sha1(authKey.subarray(64, 96), key)
  const d = sha1(key, authKey.subarray(96, 128))
  return what === 'key'
    ? Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)])
    : Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)])
}

function rsaPad(data: Buffer, tempKey: Buffer, n: Buffer, e: Buffer): Buffer {
  const reversed = Buffer.from(data).reverse()
  const sealed = ige(Buffer.concat([reversed, sha256(tempKey, data)]), tempKey, Buffer.alloc(32))
  return smallPower(Buffer.concat([xor(tempKey, sha256(sealed)), sealed]), e, n)
}

const AGAIN: Readonly<Record<string, (...inputs: Buffer[]) => Buffer>> = {
  product: (p, q) => Buffer.from((number(p!) * number(q!)).toString(16), 'hex'),
  fingerprint: (n, e) => sha1(string(n!), string(e!)).subarray(12, 20),
  rsaPad: (data, tempKey, n, e) => rsaPad(data!, tempKey!, n!, e!),
  tmpAesKey: (newNonce, serverNonce) =>
    Buffer.concat([sha1(newNonce!, serverNonce!), sha1(serverNonce!, newNonce!).subarray(0, 12)]),
  tmpAesIv: (newNonce, serverNonce) =>
    Buffer.concat([
      sha1(serverNonce!, newNonce!).subarray(12),
      sha1(newNonce!, newNonce!),
      newNonce!.subarray(0, 4),
    ]),
  ige: (plaintext, key, iv) => ige(plaintext!, key!, iv!),
  power: (base, exponent, modulus) => power(base!, exponent!, modulus!),
  authKeyId: authKey => sha1(authKey!).subarray(12),
  authKeyAuxHash: authKey => sha1(authKey!).subarray(0, 8),
  newNonceHash1: (newNonce, auxHash) => sha1(newNonce!, Buffer.of(1), auxHash!).subarray(4),
  serverSalt: (newNonce, serverNonce) => xor(newNonce!.subarray(0, 8), serverNonce!),
  msgKeyOfClient: msgKey(0),
  msgKeyOfServer: msgKey(8),
  aesKeyOfClient: aes(0, 'key'),
  aesKeyOfServer: aes(8, 'key'),
  aesIvOfClient: aes(0, 'iv'),
  aesIvOfServer: aes(8, 'iv'),
  msgKeyV1: plaintext => sha1(plaintext!.subarray(0, 72)).subarray(4),
  aesKeyV1: aesV1('key'),
  aesIvV1: aesV1('iv'),
  loginLink: token => Buffer.from(`tg://login?token=${token!.toString('base64url')}`),
  srpX(password, salt1, salt2) {
    const first = SALTED(SALTED(password!, salt1!), salt2!)
    return SALTED(pbkdf2Sync(first, salt1!, 100_000, 64, 'sha512'), salt2!)
  },
  srpK: (p, g) => sha256(p!, wide(g!)),
  srpU: (A, B) => sha256(A!, B!),
  srpS(B, k, v, a, u, x, p) {
    const m = number(p!)
    const base = (((number(B!) - number(k!) * number(v!)) % m) + m) % m
    const exponent = (number(a!) + number(u!) * number(x!)) % (m - 1n)
    return power(wide(base), wide(exponent), p!)
  },
  srpM1: (p, g, salt1, salt2, A, B, S) =>
    sha256(
      xor(sha256(p!), sha256(wide(g!))),
      ...[sha256(salt1!), sha256(salt2!), A!, B!, sha256(S!)],
    ),
}

test('OpenSSL arrives at every derived value of every page', async () => {
  const seen = new Set<string>()
  for (const [file, text] of await wholeSite()) {
    const data = /id="values">(.*?)<\/script>/s.exec(text)?.[1]
    if (data === undefined) continue
    const rows: Row[] = JSON.parse(data)
    const known = new Map(rows.map(({ id, hex }) => [id, Buffer.from(hex, 'hex')]))
    for (const { id, hex, recipe, inputs } of rows) {
      if (recipe === undefined) continue
      seen.add(recipe)
      const again = AGAIN[recipe]!(...inputs!.map(input => known.get(input)!))
      assert.equal(again.toString('hex'), hex, `${id} on ${file}`)
    }
  }
  assert.deepEqual([...seen].sort(), Object.keys(AGAIN).sort())
})

test('the auth key is the same at both ends', async () => {
  const rows: Row[] = JSON.parse(
    /id="values">(.*?)<\/script>/s.exec((await wholeSite()).get('qr.html')!)![1]!,
  )
  const find = (id: string): string | undefined => rows.find(row => row.id === id)?.hex
  assert.equal(find('x1.auth_key')?.length, 512)
  assert.equal(find('x1.auth_key'), find('x1.same_key'))
  assert.equal(find('x1.new_nonce')?.slice(0, 8), '20212223')
})

test('without the draws, what follows from the secrets of a recording is shown all the same', async () => {
  const { crypto } = createHost()
  const known = new Map<string, Set<string>>()
  for (const secrets of [true, false]) {
    const performance = await runOf('qr')
    const recording = secrets ? performance.recording : { ...performance.recording, secrets: [] }
    const stranger = { ...performance, recording, draws: [] }
    const [connection] = openConnections(stranger, vocabulary(), crypto)
    known.set(`${secrets}`, new Set(connection!.values.map(({ id }) => id)))
  }
  const opened = [
    'x1.new_nonce',
    'x1.tmp_aes_key',
    'x1.g_b',
    'x1.auth_key',
    'm9.aes_key',
    'm9.link',
  ]
  for (const id of opened) {
    assert.ok(known.get('true')!.has(id), id)
    assert.ok(!known.get('false')!.has(id), id)
  }
  for (const id of ['x1.a', 'x1.b', 'x1.same_key']) assert.ok(!known.get('true')!.has(id), id)
  assert.ok(known.get('false')!.has('x1.nonce'))
})
