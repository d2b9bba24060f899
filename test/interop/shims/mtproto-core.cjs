// Makes @mtproto/core (npm, unmodified) do the scenarios against a DC on loopback. It has one transport,
// intermediate and obfuscated, and nothing for a login by QR code but the calls and the arithmetic of a password.
const { createPublicKey } = require('node:crypto')
const MTProto = require('@mtproto/core')
const RSA = require('@mtproto/core/src/utils/rsa')
const { callScenarios, emit, emitToken, notImplemented, run } = require('./contract.cjs')

/** Makes the key with this PEM the one the client trusts: it knows its own by fingerprint in hexadecimal. */
function trust(pem) {
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' })
  const hex = text => Buffer.from(text, 'base64url').toString('hex')
  const key = { modulus: hex(n), exponent: hex(e) }
  RSA.prototype.getPublisKeysByHex = async function () {
    const field = bytes => {
      const head =
        bytes.length < 254 ? [bytes.length] : [254, bytes.length & 255, bytes.length >> 8, 0]
      const body = Buffer.concat([Buffer.from(head), bytes])
      return Buffer.concat([body, Buffer.alloc(-body.length & 3)])
    }
    const parts = [n, e].map(text => field(Buffer.from(text, 'base64url')))
    const digest = await this.SHA1(Buffer.concat(parts))
    return { [Buffer.from(digest.slice(-8)).reverse().toString('hex')]: key }
  }
}

/** Where the package keeps its keys: here, in memory. */
function storageOf({ dcId, authKey }) {
  const values = new Map()
  if (authKey) {
    values.set(`${dcId}authKey`, JSON.stringify([...authKey]))
    values.set(`${dcId}serverSalt`, JSON.stringify(Array(8).fill(0)))
  }
  return { get: key => values.get(key), set: (key, value) => values.set(key, value) }
}

function connect(settings) {
  const { dcId, host, port, publicKey, apiId, apiHash, transport = 'obfuscated', dcs } = settings
  if (transport !== 'obfuscated' || settings.proxySecret) notImplemented(`transport ${transport}`)
  if (settings.pfs) notImplemented('temporary keys')
  if (settings.test) notImplemented('the test environment')
  trust(publicKey)
  const instance = storageOf(settings)
  const client = new MTProto({ api_id: apiId, api_hash: apiHash, storageOptions: { instance } })
  const others = [...dcs].map(([id, other]) => ({ id, ip: other.host, port: other.port }))
  client.dcList = [{ id: dcId, ip: host, port }, ...others]
  return client
}

const exportToken = client => client.call('auth.exportLoginToken', { except_ids: [] })

async function open(settings) {
  const client = connect(settings)
  return {
    token: async () => (await exportToken(client)).token,
    nearestDc: () => client.call('help.getNearestDc'),
  }
}

/** A login by hand up to the password, which is the package's part. */
async function password(settings) {
  const client = connect(settings)
  const accepted = new Promise(resolve => client.updates.on('updateShort', resolve))
  emitToken((await exportToken(client)).token)
  await accepted
  const again = await exportToken(client).catch(error => {
    if (error.error_message !== 'SESSION_PASSWORD_NEEDED') throw error
  })
  if (again?._ === 'auth.loginTokenMigrateTo') notImplemented('a login on another data centre')
  for (let tries = 0; ; tries++) {
    try {
      await proveOnce(client, settings.password)
      break
    } catch (error) {
      // as a person would: another try after a refused password
      if (!/PASSWORD|SRP/.test(error.error_message) || tries === 2) throw error
    }
  }
  await client.call('users.getUsers', { id: [{ _: 'inputUserSelf' }] })
  emit({ event: 'success' })
}

async function proveOnce(client, password) {
  const { srp_id, srp_B: gB, current_algo } = await client.call('account.getPassword')
  const { g, p, salt1, salt2 } = current_algo
  const proof = { g, p, salt1, salt2, gB, password }
  const { A, M1 } = await client.crypto.getSRPParams(proof)
  const check = { _: 'inputCheckPasswordSRP', srp_id, A, M1 }
  await client.call('auth.checkPassword', { password: check }, { syncAuth: false })
}

run({ ...callScenarios(open), password })
