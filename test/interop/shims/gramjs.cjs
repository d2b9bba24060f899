// Makes GramJS (npm `telegram`, unmodified), or its fork teleproto, do the scenarios against a DC on loopback. The package takes
// a connection class as an option, which is where the address comes in: by itself it dials ports 80 and 443 only.
const { createHash, createPublicKey, randomBytes, randomInt } = require('node:crypto')
const bigInt = require('big-integer')

const PACKAGE = process.env.MTPROTO_PACKAGE ?? 'telegram'
const { Api, TelegramClient } = require(PACKAGE)
const { _serverKeys } = require(`${PACKAGE}/crypto/RSA`)
const { Logger } = require(`${PACKAGE}/extensions`)
const { ConnectionTCPAbridged, ConnectionTCPFull, ConnectionTCPObfuscated } = require(
  `${PACKAGE}/network`,
)
const { Connection, PacketCodec } = require(`${PACKAGE}/network/connection/Connection`)
const { TCPMTProxy } = require(`${PACKAGE}/network/connection/TCPMTProxy`)
const { MemorySession, StringSession } = require(`${PACKAGE}/sessions`)
const {
  callScenarios,
  emit,
  emitSession,
  emitToken,
  notImplemented,
  run,
} = require('./contract.cjs')
const { AuthKey } = require(`${PACKAGE}/crypto/AuthKey`)

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

/** /mtproto/mtproto-transports#padded-intermediate, which GramJS lacks and a dd secret demands. */
class PaddedCodec extends IntermediateCodec {
  static obfuscateTag = Buffer.from('dddddddd', 'hex')
  tag = undefined

  encodePacket(payload) {
    return super.encodePacket(Buffer.concat([payload, randomBytes(randomInt(16))]))
  }

  async readPacket(reader) {
    // behind an obfuscation, reading is exact and has another name
    const frame = await super.readPacket({ readExactly: length => reader.read(length) })
    if (frame.length < 24) return frame.subarray(0, 4)
    const isSealed = !frame.subarray(0, 8).equals(Buffer.alloc(8))
    return isSealed ? frame.subarray(0, 24 + ((frame.length - 24) & ~15)) : frame
  }
}

const CONNECTIONS = {
  full: ConnectionTCPFull,
  abridged: ConnectionTCPAbridged,
  obfuscated: ConnectionTCPObfuscated,
}

function connectionOf(transport = 'full') {
  // what the package lacks is added where not the package is tested but who it talks to
  if (transport === 'intermediate' && process.env.MTPROTO_ADDED_FRAMINGS === '1')
    return ConnectionIntermediate
  return CONNECTIONS[transport] ?? notImplemented(`transport ${transport}`)
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

/** How the client connects: by a proxy, for which it has a class of its own, or by a class that is told here. */
function wayOf(settings, config) {
  const { dcId, host, port, transport, dcs, proxySecret: secret } = settings
  if (secret?.startsWith('ee')) notImplemented('TLS towards a proxy')
  const proxy = secret && { ip: host, port, secret, MTProxy: true }
  if (secret?.startsWith('dd')) {
    // given as an option, the proxy would bring its class along, which is abridged
    class PaddedProxyConnection extends TCPMTProxy {
      PacketCodecClass = PaddedCodec

      constructor(options) {
        super({ ...options, proxy })
      }
    }
    return { connection: PaddedProxyConnection }
  }
  if (proxy) return { proxy }
  const Base = connectionOf(transport)
  const addressOf = id => {
    if (id === dcId) return { ip: host, port }
    const known = dcs.get(id)
    if (known) return { ip: known.host, port: known.port }
    const other = config()?.dcOptions.find(({ id: each, ipv6 }) => each === id && !ipv6)
    return { ip: other.ipAddress, port: other.port }
  }
  class PointedConnection extends Base {
    constructor(options) {
      super({ ...options, ...addressOf(options.dcId) })
    }
  }
  return { connection: PointedConnection }
}

async function connect(settings) {
  const { dcId, host, port, publicKey, apiId, apiHash, authKey } = settings
  if (settings.pfs) notImplemented('temporary keys')
  if (settings.test) notImplemented('the test environment')
  const text = authKey ? undefined : settings.session
  trust(publicKey)
  // A StringSession is written again and again, and cannot hold ports above 32767.
  const isText = text !== undefined || process.env.MTPROTO_SESSION_OUT !== undefined
  const session = isText ? new StringSession(text) : new MemorySession()
  if (text === undefined) session.setDC(dcId, host, port)
  if (authKey) {
    const key = new AuthKey()
    await key.setKey(authKey)
    session.setAuthKey(key, dcId)
  }
  const client = new TelegramClient(session, apiId, apiHash, {
    baseLogger: new Logger('none'),
    ...wayOf(settings, () => client._config),
    // The auth key loses its leading zeros here, so that one key exchange in 256 has to be repeated.
    connectionRetries: 3,
    retryDelay: 100,
  })
  if (!(await client.connect())) throw new Error('no connection')
  return client
}

async function open(settings) {
  const client = await connect(settings)
  const { apiId, apiHash } = settings
  const request = new Api.auth.ExportLoginToken({ apiId, apiHash, exceptIds: [] })
  return {
    token: async () => (await client.invoke(request)).token,
    nearestDc: () => client.invoke(new Api.help.GetNearestDc()),
  }
}

/** How often the password is given. */
const PASSWORDS = 3

async function qrLogin(settings) {
  let refusals = 0
  const client = await connect(settings)
  const { apiId, apiHash, password } = settings
  await client.signInUserWithQrCode(
    { apiId, apiHash },
    {
      qrCode: async ({ token }) => emitToken(token),
      ...(password && { password: async () => password }),
      // as an application would: another try after a refused password, an end after anything else
      onError: error => {
        const isAboutPassword = /PASSWORD|SRP/.test(error.errorMessage) && ++refusals < PASSWORDS
        if (!isAboutPassword) throw error
        return false
      },
    },
  )
  await tellWho(client)
}

run({
  ...callScenarios(open),
  'qr-login': qrLogin,
  password: qrLogin,

  async session(settings) {
    await tellWho(await connect(settings))
  },
})

/** One more call proves the login and carries the acknowledgements that are still owed. */
async function tellWho(client) {
  const user = await client.getMe()
  emit({
    event: 'success',
    user: { id: String(user.id), firstName: user.firstName },
    dc: client.session.dcId,
  })
  await emitSession(() => client.session.save())
  await client.disconnect()
}
