// The obfuscated transport: 64 bytes that look random carry keys, framing and DC, and all that follows is
// encrypted with them in AES-256-CTR. Source: /mtproto/mtproto-transports#transport-obfuscation
// One key stream per direction runs through the whole connection and never starts again.
import { concat, reversed } from '../bytes/bytes.ts'
import { readUint32LE } from '../bytes/integers.ts'
import type { Crypto, CtrStream } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import type { FramingName } from './framing.ts'
import {
  framingOfTag,
  INIT_LENGTH,
  mayStartObfuscated,
  type TaggedFraming,
  tagOf,
} from './start.ts'

const TAG_AT = 56
const DC_AT = 60
const SECRET_LENGTH = 16
/** A good source needs a second draw once in some 250 times; this many in a row do not happen. */
const MAX_DRAWS = 64

/** What a client asks for. */
export interface ObfuscationOptions {
  readonly framing: FramingName
  /** the DC as the `dc` field of the key exchange has it: +10000 for test, negative for media */
  readonly dcId: number
  /** the 16 key bytes of a proxy secret */
  readonly secret?: Uint8Array | undefined
}

/** What one end encrypts and decrypts with after the start. */
export interface Streams {
  readonly encryptor: CtrStream
  readonly decryptor: CtrStream
}

/** The client's end, with the 64 bytes that it sends first. */
export interface ObfuscatedClient extends Streams {
  readonly init: Uint8Array
}

/** The server's end, with what the 64 bytes said. */
export interface ObfuscatedServer extends Streams {
  readonly framing: TaggedFraming
  /** as the client wrote it; only a client behind a proxy must, so elsewhere it may be noise */
  readonly dcId: number
}

/**
 * Draws the 64 start bytes and derives both streams. Throws ERR_ARGUMENT when the framing has no tag, the DC
 * does not fit 16 bits, the secret is not 16 bytes, or `random` keeps giving forbidden starts.
 */
export function obfuscateClient(
  { framing, dcId, secret }: ObfuscationOptions,
  crypto: Crypto,
  random: Random,
): ObfuscatedClient {
  if (framing === 'full' || framing === 'http')
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'framing',
      got: framing,
      advice: 'this framing cannot be obfuscated',
    })
  if (dcId !== (dcId << 16) >> 16)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'dcId', got: dcId, expected: 'an int16' })
  const plain = drawInit(random)
  plain.set(tagOf(framing), TAG_AT)
  // TR-23: behind the tag, for a proxy
  plain.set([dcId & 0xff, (dcId >> 8) & 0xff], DC_AT)
  const { toServer, toClient } = deriveStreams(plain, secret, crypto)
  const encrypted = toServer.update(plain)
  const init = concat(plain.subarray(0, TAG_AT), encrypted.subarray(TAG_AT))
  return { init, encryptor: toServer, decryptor: toClient }
}

/**
 * Reads the 64 bytes a client sent. Throws ERR_TRANSPORT_UNKNOWN when they name no framing, which is also
 * what a wrong secret comes to, and ERR_ARGUMENT when `secret` is not 16 bytes.
 */
export function obfuscateServer(
  init: Uint8Array,
  secret: Uint8Array | undefined,
  crypto: Crypto,
): ObfuscatedServer {
  const { toServer, toClient } = deriveStreams(init, secret, crypto)
  const plain = toServer.update(init)
  const framing = framingOfTag(readUint32LE(plain, TAG_AT))
  // TR-25: a start that names no framing ends the connection without an answer
  if (framing === undefined) throw new MtprotoError('ERR_TRANSPORT_UNKNOWN', { rule: 'TR-25' })
  const dcId = ((plain[DC_AT]! | (plain[DC_AT + 1]! << 8)) << 16) >> 16
  return { framing, dcId, encryptor: toClient, decryptor: toServer }
}

function drawInit(random: Random): Uint8Array {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const init = random(INIT_LENGTH, 'obfuscation')
    // TR-20: the start must not pass for another transport, HTTP or TLS
    if (mayStartObfuscated(init)) return init
  }
  throw new MtprotoError('ERR_ARGUMENT', {
    rule: 'TR-20',
    at: 'random',
    advice: 'the source of randomness is broken',
  })
}

/** The server's stream takes key and iv from the start bytes read backwards. */
function deriveStreams(
  init: Uint8Array,
  secret: Uint8Array | undefined,
  crypto: Crypto,
): { readonly toServer: CtrStream; readonly toClient: CtrStream } {
  if (secret !== undefined && secret.length !== SECRET_LENGTH)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'secret',
      got: `${secret.length} bytes`,
      expected: SECRET_LENGTH,
    })
  const stream = (bytes: Uint8Array): CtrStream => {
    const key = bytes.subarray(8, 40)
    // TR-41: behind a proxy both keys are mixed with its secret
    return crypto.aesCtr(secret ? crypto.sha256(key, secret) : key, bytes.subarray(40, 56))
  }
  // TR-22: one stream each way, as long as the connection lives
  return { toServer: stream(init), toClient: stream(reversed(init)) }
}
