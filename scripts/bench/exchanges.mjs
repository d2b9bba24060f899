// One client making key exchanges one after the other: `exchanges.mjs CLIENT HOST PORT KEYFILE WARMUP COUNT`
// prints the CPU time that one of the COUNT took, in milliseconds. Ours is the whole client as its users have
// it, with transport and session; of the peers it is their key exchange alone, over a bare connection.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'

const [name, host, port, keyFile, warmUp, count] = process.argv.slice(2)
const pem = readFileSync(keyFile, 'utf8')
const peers = new URL('../../test/interop/node_modules/', import.meta.url)
const require = createRequire(peers)
const DC_ID = 2

/** A TCP connection with the intermediate framing: one payload goes out, one comes back. */
class Line {
  static async open() {
    const socket = connect({ host, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    socket.write(Uint8Array.of(0xee, 0xee, 0xee, 0xee))
    return new Line(socket)
  }

  constructor(socket) {
    this.socket = socket
  }

  send(payload) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(payload.length)
    this.socket.write(Buffer.concat([length, payload]))
  }

  async receive() {
    let bytes = Buffer.alloc(0)
    while (bytes.length < 4 || bytes.length < 4 + bytes.readUInt32LE()) {
      const [chunk] = await once(this.socket, 'data')
      bytes = Buffer.concat([bytes, chunk])
    }
    return bytes.subarray(4)
  }

  close() {
    this.socket.destroy()
  }
}

/** Each prepares what a process needs once and returns the function that makes one exchange. */
const CLIENTS = {
  async ours() {
    const { Client, parseRsaPublicKey } = await import('raw-mtproto')
    const dcs = [{ id: DC_ID, host, port: Number(port) }]
    const keys = [parseRsaPublicKey(pem)]
    const { host: runtime } = new Client({ apiId: 1, dcs, keys })
    return async () => {
      const client = new Client({ apiId: 1, dcs, keys, host: runtime })
      await client.connect()
      await client.close()
    }
  },

  async GramJS() {
    const { parseRsaPublicKey } = await import('raw-mtproto')
    const bigInt = require('big-integer')
    const { _serverKeys } = require('telegram/crypto/RSA')
    const { doAuthentication } = require('telegram/network/Authenticator')
    const { MTProtoPlainSender } = require('telegram/network/MTProtoPlainSender')
    const { Logger } = require('telegram/extensions')
    const { n, e, fingerprint } = parseRsaPublicKey(pem)
    const number = bytes => bigInt(Buffer.from(bytes).toString('hex'), 16)
    _serverKeys.set(String(fingerprint), { n: number(n), e: Number(number(e)) })
    const log = new Logger('none')
    return async () => {
      const line = await Line.open()
      const connection = { send: payload => line.send(payload), recv: () => line.receive() }
      await doAuthentication(new MTProtoPlainSender(connection, log), log)
      line.close()
    }
  },

  async mtcute() {
    const load = path => import(new URL(path, peers))
    const { addPublicKey, LogManager } = await load('@mtcute/core/utils.js')
    const { doAuthorization } = await load('@mtcute/core/network/authorization.js')
    const { MtprotoSession } = await load('@mtcute/core/network/mtproto-session.js')
    const { ServerSaltManager } = await load('@mtcute/core/network/server-salt.js')
    const { NodeCryptoProvider } = await load('@mtcute/node/utils.js')
    const { __tlReaderMap } = await load('@mtcute/tl/binary/reader.js')
    const { __tlWriterMap } = await load('@mtcute/tl/binary/writer.js')
    const crypto = new NodeCryptoProvider()
    await crypto.initialize()
    addPublicKey(crypto, pem)
    const log = new LogManager('bench', { getDefaultLogLevel: () => 0, log() {} })
    return async () => {
      const line = await Line.open()
      const salts = new ServerSaltManager()
      const connection = {
        _session: new MtprotoSession(crypto, log, __tlReaderMap, __tlWriterMap, salts),
        log,
        params: { dc: { id: DC_ID }, testMode: false },
        send: payload => line.send(payload),
        waitForUnencryptedMessage: () => line.receive(),
      }
      await doAuthorization(connection, crypto)
      line.close()
    }
  },
}

const exchange = await CLIENTS[name]()
const repeat = async times => {
  for (let i = 0; i < times; i++) await exchange()
}
await repeat(Number(warmUp))
const before = process.cpuUsage()
await repeat(Number(count))
const { user, system } = process.cpuUsage(before)
const cpu = (user + system) / 1000 / Number(count)
console.log(JSON.stringify({ event: 'measured', cpu }))
process.exit(0)
