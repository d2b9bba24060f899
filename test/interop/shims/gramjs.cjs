// Drives GramJS (npm `telegram`, unmodified) against a DC on loopback. The package takes a connection
// class as an option, which is where the address comes in: by itself it dials ports 80 and 443 only.
const { createPublicKey, createHash } = require('node:crypto')
const bigInt = require('big-integer')
const { Api, TelegramClient } = require('telegram')
const { _serverKeys } = require('telegram/crypto/RSA')
const { Logger } = require('telegram/extensions')
const {
  ConnectionTCPAbridged,
  ConnectionTCPFull,
  ConnectionTCPObfuscated,
} = require('telegram/network')
const { Connection, PacketCodec } = require('telegram/network/connection/Connection')
const { MemorySession } = require('telegram/sessions')
const { emit, emitToken, notImplemented, run } = require('./contract.cjs')

/** /mtproto/mtproto-transports#intermediate, which GramJS lacks. */
class IntermediateCodec extends PacketCodec {
  tag = Buffer.from('eeeeeeee', 'hex')

  encodePacket(payload) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(payload.length)
    return Buffer.concat([length, payload])
  }

  async readPacket(reader) {
    const length = await reader.readExactly(4)
    return reader.readExactly(length.readUInt32LE())
  }
}

class ConnectionIntermediate extends Connection {
  PacketCodecClass = IntermediateCodec
}

const CONNECTIONS = {
  full: ConnectionTCPFull,
  abridged: ConnectionTCPAbridged,
  intermediate: ConnectionIntermediate,
  obfuscated: ConnectionTCPObfuscated,
}

/** Makes the key with this PEM one of those the client trusts. */
function trust(pem) {
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' })
  const modulus = Buffer.from(n, 'base64url')
  const exponent = Buffer.from(e, 'base64url')
  const length = Buffer.from([0xfe, modulus.length & 0xff, modulus.length >> 8, 0])
  const padded = Buffer.concat([Buffer.from([exponent.length]), exponent], 4)
  const digest = createHash('sha1').update(length).update(modulus).update(padded).digest()
  _serverKeys.set(String(digest.readBigInt64LE(12)), {
    n: bigInt(modulus.toString('hex'), 16),
    e: Number.parseInt(exponent.toString('hex'), 16),
  })
}

async function connect({ dcId, host, port, publicKey, apiId, apiHash, transport }) {
  const Base = CONNECTIONS[transport] ?? notImplemented(`transport ${transport}`)
  trust(publicKey)
  class PointedConnection extends Base {
    constructor(options) {
      const other = client._config?.dcOptions.find(({ id, ipv6 }) => id === options.dcId && !ipv6)
      const home = { ip: host, port }
      super({
        ...options,
        ...(options.dcId === dcId ? home : { ip: other.ipAddress, port: other.port }),
      })
    }
  }
  const session = new MemorySession()
  session.setDC(dcId, host, port)
  const client = new TelegramClient(session, apiId, apiHash, {
    baseLogger: new Logger('none'),
    connection: PointedConnection,
    // The auth key loses its leading zeros here, so that one key exchange in 256 has to be repeated.
    connectionRetries: 3,
    retryDelay: 100,
  })
  if (!(await client.connect())) throw new Error('no connection')
  return client
}

run({
  async token(settings) {
    const client = await connect(settings)
    const { apiId, apiHash } = settings
    const result = await client.invoke(
      new Api.auth.ExportLoginToken({ apiId, apiHash, exceptIds: [] }),
    )
    emitToken(result.token)
  },

  async 'qr-login'(settings) {
    const client = await connect(settings)
    const { apiId, apiHash, password } = settings
    await client.signInUserWithQrCode(
      { apiId, apiHash },
      {
        qrCode: async ({ token }) => emitToken(token),
        ...(password && { password: async () => password }),
        onError: error => {
          throw error
        },
      },
    )
    // One more call proves the login and carries the acknowledgements that are still owed.
    const user = await client.getMe()
    emit({
      event: 'success',
      user: { id: String(user.id), firstName: user.firstName },
      dc: client.session.dcId,
    })
    await client.disconnect()
  },
})
