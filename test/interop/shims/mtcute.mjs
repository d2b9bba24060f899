// Drives mtcute (npm `@mtcute/node`, unmodified) against a DC on loopback. Its transport is an option
// that names the packet codec; intermediate and obfuscated are its own, the others are added here.
import { crc32 } from 'node:zlib'
import { read, write } from '@fuman/io'
import {
  IntermediatePacketCodec,
  MemoryStorage,
  ObfuscatedPacketCodec,
  TransportError,
} from '@mtcute/core'
import { addPublicKey } from '@mtcute/core/utils.js'
import { MtProxyTcpTransport, TcpTransport, TelegramClient } from '@mtcute/node'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import contract from './contract.cjs'

const { emit, emitSession, emitToken, notImplemented, run } = contract

/** A payload of 4 bytes is a transport error, any other a message. */
function message(payload) {
  if (payload.length === 4) throw new TransportError(-Buffer.from(payload).readInt32LE())
  return payload
}

/** /mtproto/mtproto-transports#full */
class FullCodec {
  #sent = 0

  tag() {
    return new Uint8Array()
  }

  decode(reader) {
    if (reader.available < 4) return null
    const length = read.uint32le(reader)
    reader.rewind(4)
    if (reader.available < length) return null
    const frame = Buffer.from(read.exactly(reader, length))
    const end = length - 4
    if (frame.readUInt32LE(end) !== crc32(frame.subarray(0, end))) throw new Error('wrong CRC-32')
    return message(new Uint8Array(frame.subarray(8, end)))
  }

  encode(payload, into) {
    const frame = Buffer.alloc(payload.length + 12)
    frame.writeUInt32LE(frame.length)
    frame.writeUInt32LE(this.#sent++, 4)
    frame.set(payload, 8)
    frame.writeUInt32LE(crc32(frame.subarray(0, -4)), frame.length - 4)
    write.bytes(into, frame)
  }

  reset() {
    this.#sent = 0
  }
}

/** /mtproto/mtproto-transports#abridged */
class AbridgedCodec {
  tag() {
    return new Uint8Array([0xef])
  }

  decode(reader) {
    if (reader.available < 1) return null
    let header = 1
    let words = read.uint8(reader)
    if (words === 0x7f) {
      if (reader.available < 3) {
        reader.rewind(header)
        return null
      }
      header = 4
      words = read.uint24le(reader)
    }
    if (reader.available < words * 4) {
      reader.rewind(header)
      return null
    }
    return message(new Uint8Array(read.exactly(reader, words * 4)))
  }

  encode(payload, into) {
    const words = payload.length / 4
    const long = [0x7f, words & 0xff, (words >> 8) & 0xff, words >> 16]
    write.bytes(into, new Uint8Array(words < 0x7f ? [words] : long))
    write.bytes(into, payload)
  }

  reset() {}
}

const CODECS = {
  full: () => new FullCodec(),
  abridged: () => new AbridgedCodec(),
  intermediate: () => new IntermediatePacketCodec(),
  obfuscated: () => new ObfuscatedPacketCodec(new IntermediatePacketCodec()),
}

/** The transport that a secret asks for is the client's own choice. */
function transportOf({ host, port, transport, proxySecret }) {
  if (proxySecret !== undefined) return new MtProxyTcpTransport({ host, port, secret: proxySecret })
  const codec = CODECS[transport] ?? notImplemented(`transport ${transport}`)
  class Transport extends TcpTransport {
    packetCodec() {
      return codec()
    }
  }
  return new Transport()
}

async function open(settings) {
  const { dcId, host, port, publicKey, apiId, apiHash } = settings
  const transport = transportOf(settings)
  const crypto = new NodeCryptoProvider()
  addPublicKey(crypto, publicKey)
  const address = { id: dcId, ipAddress: host, port }
  return new TelegramClient({
    apiId,
    apiHash,
    crypto,
    storage: new MemoryStorage(),
    transport,
    defaultDcs: { main: address, media: { ...address, mediaOnly: true } },
    logLevel: 0,
  })
}

run({
  async token(settings) {
    const client = await open(settings)
    const { apiId, apiHash } = settings
    await client.connect()
    const result = await client.call({
      _: 'auth.exportLoginToken',
      apiId,
      apiHash,
      exceptIds: [],
    })
    emitToken(result.token)
  },

  async 'qr-login'(settings) {
    const client = await open(settings)
    const { password } = settings
    await client.connect()
    await client.signInQr({
      onUrlUpdated: url => emit({ event: 'token', url }),
      ...(password && { password }),
    })
    await tellWho(client)
  },

  async session(settings) {
    const client = await open(settings)
    await client.importSession(settings.session)
    await client.connect()
    await tellWho(client)
  },
})

/** One more call proves the login and carries the acknowledgements that are still owed. */
async function tellWho(client) {
  const user = await client.getMe()
  emit({
    event: 'success',
    user: { id: String(user.id), firstName: user.firstName },
    dc: await client.getPrimaryDcId(),
  })
  await emitSession(() => client.exportSession())
  await client.disconnect()
}
