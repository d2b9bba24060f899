// Makes mtcute (npm `@mtcute/node`, unmodified) do the scenarios against a DC on loopback. Its transport is an option
// that names the packet codec; intermediate, padded and obfuscated are its own, the others are added here.
import { crc32 } from 'node:zlib'
import { read, write } from '@fuman/io'
import {
  IntermediatePacketCodec,
  MemoryStorage,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
  TransportError,
} from '@mtcute/core'
import { addPublicKey } from '@mtcute/core/utils.js'
import { MtProxyTcpTransport, TcpTransport, TelegramClient } from '@mtcute/node'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import contract from './contract.cjs'

/** The transport error of a data centre that is not served. */
const WRONG_DC = 444

const { callScenarios, emit, emitSession, notImplemented, run } = contract

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
  intermediate: () => new IntermediatePacketCodec(),
  padded: () => new PaddedIntermediatePacketCodec(),
  obfuscated: () => new ObfuscatedPacketCodec(new IntermediatePacketCodec()),
}

/** What the package lacks is added where not the package is tested but who it talks to. */
const ADDED = process.env.MTPROTO_ADDED_FRAMINGS === '1' && {
  full: () => new FullCodec(),
  abridged: () => new AbridgedCodec(),
}

/** The transport that a secret asks for is the client's own choice. */
function transportOf({ host, port, transport = 'intermediate', proxySecret }) {
  if (proxySecret !== undefined) return new MtProxyTcpTransport({ host, port, secret: proxySecret })
  const codec = { ...CODECS, ...ADDED }[transport] ?? notImplemented(`transport ${transport}`)
  class Transport extends TcpTransport {
    packetCodec() {
      return codec()
    }
  }
  return new Transport()
}

async function connect(settings) {
  const { dcId, host, port, publicKey, apiId, apiHash, pfs, authKey } = settings
  if (settings.test) notImplemented('the test environment')
  const crypto = new NodeCryptoProvider()
  addPublicKey(crypto, publicKey)
  const address = { id: dcId, ipAddress: host, port }
  const defaultDcs = { main: address, media: { ...address, mediaOnly: true } }
  const client = new TelegramClient({
    apiId,
    apiHash,
    crypto,
    storage: new MemoryStorage(),
    transport: transportOf(settings),
    defaultDcs,
    logLevel: 0,
    ...(pfs && { network: { usePfs: true } }),
  })
  // where the package reports errors of connections; nothing can be done about a data centre that is not there
  client.onError.add(error => {
    if (!(error instanceof TransportError) || error.code !== WRONG_DC) return
    emit({ event: 'error', message: error.message })
    process.exit(1)
  })
  if (authKey) {
    const session = { version: 3, testMode: false, primaryDcs: defaultDcs, authKey, self: null }
    await client.importSession(session)
  } else if (settings.session) await client.importSession(settings.session)
  await client.connect()
  return client
}

async function open(settings) {
  const client = await connect(settings)
  const { apiId, apiHash } = settings
  const request = { _: 'auth.exportLoginToken', apiId, apiHash, exceptIds: [] }
  return {
    token: async () => (await client.call(request)).token,
    nearestDc: () => client.call({ _: 'help.getNearestDc' }),
  }
}

/** How often the password is given. */
const PASSWORDS = 3

async function qrLogin(settings) {
  const client = await connect(settings)
  const { password } = settings
  let given = 0
  const ask = () => {
    if (++given > PASSWORDS) throw new Error('no other password')
    return password
  }
  await client.signInQr({
    onUrlUpdated: url => emit({ event: 'token', url }),
    ...(password && { password: ask }),
  })
  await tellWho(client)
}

run({
  ...callScenarios(open),
  'qr-login': qrLogin,
  password: qrLogin,
  session: async settings => tellWho(await connect(settings)),
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
