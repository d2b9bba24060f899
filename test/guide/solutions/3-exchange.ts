// A right answer to exercise 3, built on the other two, with nothing of this project.
import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { createParser, frame } from './1-abridged.ts'
import { ige } from './2-envelope.ts'

interface Place {
  readonly host: string
  readonly port: number
  readonly id: number
  readonly publicKeyPem: string
}

const sha = (name: 'sha1' | 'sha256', ...parts: Uint8Array[]): Buffer =>
  createHash(name).update(Buffer.concat(parts)).digest()
const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!))

export async function exchange({
  host,
  port,
  id,
  publicKeyPem,
}: Place): Promise<{ newNonce: Uint8Array; answer: Uint8Array }> {
  const line = await Line.open(host, port)
  try {
    const nonce = randomBytes(16)
    const resPQ = await line.ask(Buffer.concat([Buffer.from('f18e7ebe', 'hex'), nonce]))
    expect(resPQ.subarray(0, 4).toString('hex') === '63241605', 'resPQ')
    expect(resPQ.subarray(4, 20).equals(nonce), 'nonce')
    const serverNonce = resPQ.subarray(20, 36)
    const pq = resPQ.subarray(37, 45)
    const [p, q] = factors(pq.readBigUInt64BE())
    const newNonce = randomBytes(32)
    const dc = Buffer.alloc(4)
    dc.writeInt32LE(id)
    const numbers = [tlBytes(pq), tlBytes(p), tlBytes(q)]
    const name = Buffer.from('955ff5a9', 'hex')
    const inner = Buffer.concat([name, ...numbers, nonce, serverNonce, newNonce, dc])
    const { fingerprint, encrypted } = seal(inner, publicKeyPem)
    const params = await line.ask(
      Buffer.concat([
        ...[Buffer.from('bee412d7', 'hex'), nonce, serverNonce],
        ...[tlBytes(p), tlBytes(q), fingerprint, tlBytes(encrypted)],
      ]),
    )
    expect(params.subarray(0, 4).toString('hex') === '5c07e8d0', 'server_DH_params_ok')
    expect(params.subarray(4, 36).equals(Buffer.concat([nonce, serverNonce])), 'nonces')
    const size = params.readUIntLE(37, 3)
    const opened = Buffer.from(
      ige(params.subarray(40, 40 + size), tmpAes(newNonce, serverNonce), 'decrypt'),
    )
    // constructor, nonces, g, two numbers of 256 bytes, time
    const answer = opened.subarray(20, 20 + 4 + 32 + 4 + 2 * 260 + 4)
    expect(sha('sha1', answer).equals(opened.subarray(0, 20)), 'SHA-1')
    expect(answer.subarray(4, 36).equals(Buffer.concat([nonce, serverNonce])), 'inner nonces')
    return { newNonce, answer }
  } finally {
    line.close()
  }
}

/** RSA_PAD, and the fingerprint of the key. */
function seal(data: Buffer, pem: string): { fingerprint: Buffer; encrypted: Buffer } {
  const key = createPublicKey(pem)
  const { n, e } = key.export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n!, 'base64url'), Buffer.from(e!, 'base64url')]
  const fingerprint = sha('sha1', tlBytes(modulus), tlBytes(exponent)).subarray(12)
  const padded = Buffer.concat([data, randomBytes(192 - data.length)])
  for (;;) {
    const tempKey = randomBytes(32)
    const hashed = Buffer.concat([Buffer.from(padded).reverse(), sha('sha256', tempKey, padded)])
    const encrypted = ige(hashed, { key: tempKey, iv: Buffer.alloc(32) }, 'encrypt')
    const block = Buffer.concat([xor(tempKey, sha('sha256', encrypted)), encrypted])
    if (block.compare(modulus) < 0)
      return {
        fingerprint,
        encrypted: publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block),
      }
  }
}

function tmpAes(newNonce: Buffer, serverNonce: Buffer): { key: Buffer; iv: Buffer } {
  const serverNew = sha('sha1', serverNonce, newNonce)
  return {
    key: Buffer.concat([sha('sha1', newNonce, serverNonce), serverNew.subarray(0, 12)]),
    iv: Buffer.concat([
      ...[serverNew.subarray(12), sha('sha1', newNonce, newNonce), newNonce.subarray(0, 4)],
    ]),
  }
}

/** Pollard's rho; the smaller factor first, 4 bytes each. */
function factors(pq: bigint): [Buffer, Buffer] {
  for (let c = 1n; ; c++) {
    const step = (x: bigint): bigint => (x * x + c) % pq
    let [slow, fast, found] = [2n, 2n, 1n]
    while (found === 1n) {
      slow = step(slow)
      fast = step(step(fast))
      found = gcd(slow > fast ? slow - fast : fast - slow, pq)
    }
    if (found === pq) continue
    const [p, q] = found < pq / found ? [found, pq / found] : [pq / found, found]
    return [word(p), word(q)]
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}

function word(value: bigint): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(Number(value))
  return bytes
}

function tlBytes(data: Uint8Array): Buffer {
  const { length } = data
  const head = length < 254 ? [length] : [254, length & 255, (length >> 8) & 255, length >> 16]
  return Buffer.from([...head, ...data, ...Buffer.alloc(-(head.length + length) & 3)])
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`another ${what}`)
}

/** One connection: a request out, the object of its answer in. */
class Line {
  readonly #socket: Socket
  readonly #parse = createParser()
  readonly #answers: Uint8Array[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', chunk => {
      this.#answers.push(...this.#parse(chunk))
      socket.emit('answer')
    })
    socket.on('close', () => socket.emit('answer'))
    socket.write(Uint8Array.of(0xef))
  }

  static async open(host: string, port: number): Promise<Line> {
    const socket = connect(port, host)
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new Line(socket)
  }

  async ask(object: Buffer): Promise<Buffer> {
    const head = Buffer.alloc(20)
    // seconds in the upper half; the low two bits of a client are 0
    head.writeBigInt64LE(((BigInt(Date.now()) << 32n) / 1000n) & ~3n, 8)
    head.writeInt32LE(object.length, 16)
    this.#socket.write(frame(Buffer.concat([head, object])))
    if (this.#answers.length === 0)
      await new Promise(resolve => this.#socket.once('answer', resolve))
    const payload = Buffer.from(this.#answers.shift() ?? [])
    expect(payload.length >= 24, 'message')
    return payload.subarray(20)
  }

  close(): void {
    this.#socket.destroy()
  }
}
