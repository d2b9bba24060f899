// Opens what a payload holds as far as the keys reach: the envelope, and inside a message what is sealed once more.
// Source: /mtproto/auth_key, /api/pfs. Like all of this room it refuses nothing; what does not open stays closed.
import { tmpAes } from '../core/auth-key/derive.ts'
import { equal } from '../core/bytes/bytes.ts'
import { toHex } from '../core/bytes/hex.ts'
import { readInt32LE, readInt64LE } from '../core/bytes/integers.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { rsaDecryptJob, rsaUnpad } from '../core/crypto/rsa-pad.ts'
import { aesKeyV1, msgKeyV1 } from '../core/envelope/kdf.ts'
import { MtprotoError } from '../core/errors.ts'
import { annotate } from './annotate.ts'
import { interpret } from './interpreter.ts'
import type { KeyRing } from './key-ring.ts'
import type { Block, Node } from './node.ts'
import { count, describeLong } from './value.ts'
import type { Vocabulary } from './vocabulary.ts'

const BLOCK = 16
/** SHA-1 in front of a Diffie-Hellman message. */
const HASH = 20
/** auth_key_id and msg_key of a binding, its header, its object, and all of it. */
const BINDING = { outer: 24, header: 32, signed: 72, size: 104 } as const

/** The bytes that a value of type `bytes`, or of a fixed size, stands for. */
export function contentOf({ offset, length, type, children }: Node, bytes: Uint8Array): Uint8Array {
  const own = bytes.subarray(offset, children[0]?.offset ?? offset + length)
  return type === 'bytes' ? own.subarray(own[0] === 0xfe ? 4 : 1) : own
}

/** Opens what passes on the connections of one run. */
export class Opening {
  readonly #keys: KeyRing
  /** new_nonces that were inside something opened, by server_nonce; another run may draw the same server_nonce */
  readonly #newNonces = new Map<string, Uint8Array>()
  readonly #vocabulary: Vocabulary
  readonly #crypto: Crypto

  constructor(keys: KeyRing, vocabulary: Vocabulary, crypto: Crypto) {
    this.#keys = keys
    this.#vocabulary = vocabulary
    this.#crypto = crypto
  }

  /** Explains one payload of a frame. Never throws because of what it holds. */
  nodesOf(payload: Uint8Array): Node[] {
    const carrier = payload.length < 8 ? undefined : this.#keys.carrier(readInt64LE(payload))
    const opener = carrier && { authKey: carrier.authKey, crypto: this.#crypto }
    const { nodes } = annotate(payload, this.#vocabulary, opener)
    return nodes.map(node => this.#within(node, payload))
  }

  #within(node: Node, bytes: Uint8Array): Node {
    const children = node.children.map(child => {
      const inner = child.inner ?? (child.fault ? undefined : this.#sealed(node, child, bytes))
      return this.#within(inner === undefined ? child : { ...child, inner }, bytes)
    })
    const { inner } = node
    if (inner === undefined) return { ...node, children }
    const nodes = inner.nodes.map(each => this.#within(each, inner.bytes))
    return { ...node, children, inner: { ...inner, nodes } }
  }

  /** What the field of an object holds, if it is one of those that are sealed and its key is known. */
  #sealed(object: Node, field: Node, bytes: Uint8Array): Block | undefined {
    const content = (): Uint8Array => contentOf(field, bytes)
    switch (`${object.tlName}.${field.name}`) {
      case 'req_DH_params.encrypted_data': {
        const fingerprint = partOf(object, 'public_key_fingerprint', bytes)
        const key = fingerprint && this.#keys.rsaKey(readInt64LE(fingerprint))
        return key && this.#rsaPadded(content(), key)
      }
      case 'server_DH_params_ok.encrypted_answer':
      case 'set_client_DH_params.encrypted_data': {
        const serverNonce = partOf(object, 'server_nonce', bytes)
        return serverNonce && this.#hashed(content(), serverNonce)
      }
      case 'auth.bindTempAuthKey.encrypted_message':
        return this.#binding(content())
      default:
        return undefined
    }
  }

  #rsaPadded(encrypted: Uint8Array, key: RsaPrivateKey): Block | undefined {
    let bytes: Uint8Array
    try {
      const { base, exponent, modulus } = rsaDecryptJob(encrypted, key)
      bytes = rsaUnpad(this.#crypto.modPow(base, exponent, modulus), this.#crypto)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      return undefined
    }
    const nodes = this.#padded(bytes, 0, bytes.length)
    const [data] = nodes
    const serverNonce = data && partOf(data, 'server_nonce', bytes)
    const newNonce = data && partOf(data, 'new_nonce', bytes)
    if (serverNonce && newNonce) this.#newNonces.set(toHex(serverNonce), newNonce)
    return { title: 'opened with the RSA key of the server, without RSA_PAD', bytes, nodes }
  }

  #hashed(encrypted: Uint8Array, serverNonce: Uint8Array): Block | undefined {
    const newNonce = this.#newNonces.get(toHex(serverNonce)) ?? this.#keys.newNonce(serverNonce)
    const { length } = encrypted
    if (newNonce === undefined || length < 2 * BLOCK || length % BLOCK !== 0) return undefined
    const { tmpAesKey, tmpAesIv } = tmpAes(newNonce, serverNonce, this.#crypto)
    const bytes = this.#crypto.aesIgeDecrypt(encrypted, tmpAesKey, tmpAesIv)
    const nodes = this.#padded(bytes, HASH, bytes.length)
    const hash = this.#crypto.sha1(bytes.subarray(HASH, HASH + nodes[0]!.length))
    const fits = equal(hash, bytes.subarray(0, HASH))
    const sha1 = fits
      ? leaf(0, HASH, 'SHA1', '', 'of the data')
      : { ...leaf(0, HASH, 'SHA1', '', 'not that of the data'), fault: true as const }
    return { title: 'decrypted with tmp_aes_key', bytes, nodes: [sha1, ...nodes] }
  }

  #binding(sealed: Uint8Array): Block | undefined {
    if (sealed.length !== BINDING.size) return undefined
    const carrier = this.#keys.carrier(readInt64LE(sealed))
    if (carrier === undefined) return undefined
    const { outer, header, signed } = BINDING
    const msgKey = sealed.subarray(8, outer)
    const { key, iv } = aesKeyV1(carrier.authKey.key, msgKey, 'client', this.#crypto)
    const bytes = this.#crypto.aesIgeDecrypt(sealed.subarray(outer), key, iv)
    if (!equal(msgKeyV1(bytes.subarray(0, signed), this.#crypto), msgKey)) return undefined
    const msgId = describeLong('msg_id', readInt64LE(bytes, 16))
    const inner: Block = {
      title: 'decrypted with the permanent key by the rules of MTProto 1.0',
      bytes,
      nodes: [
        leaf(0, 16, 'random', 'int128', ''),
        { ...leaf(16, 8, 'msg_id', 'long', ''), ...msgId },
        leaf(24, 4, 'seq_no', 'int', `${readInt32LE(bytes, 24)}`),
        leaf(28, 4, 'length', 'int', `${readInt32LE(bytes, 28)}`),
        ...this.#padded(bytes, header, bytes.length),
      ],
    }
    const size = sealed.length - outer
    return {
      title: 'the binding',
      bytes: sealed,
      nodes: [
        leaf(0, 8, 'auth_key_id', 'long', `${carrier.authKey.id}`),
        leaf(8, 16, 'msg_key', 'int128', ''),
        { ...leaf(outer, size, 'ciphertext', '', count(size, 'byte')), inner },
      ],
    }
  }

  /** One object, and the padding behind it. */
  #padded(bytes: Uint8Array, start: number, end: number): Node[] {
    return interpret(bytes, this.#vocabulary, 'data', start, end).map(node =>
      node.name === 'stray' ? { ...node, name: 'padding' } : node,
    )
  }
}

/** What a field of an object stands for; undefined when it has none of this name. */
function partOf({ children }: Node, name: string, bytes: Uint8Array): Uint8Array | undefined {
  const field = children.find(child => child.name === name && !child.fault)
  return field && contentOf(field, bytes)
}

function leaf(offset: number, length: number, name: string, type: string, value: string): Node {
  return { offset, length, name, type, value, children: [] }
}
