// Makes this package, as it is built, do the scenarios against a DC on loopback.
import { parseCredentials, storedOf } from '../../../dist/credentials/index.js'
import {
  Client,
  MemoryStorage,
  parseProxySecret,
  parseRsaPublicKey,
  qrLogin,
} from '../../../dist/index.js'
import contract from './contract.cjs'

const { callScenarios, emit, emitToken, run } = contract
const FRAMINGS = ['abridged', 'intermediate', 'padded', 'full', 'http']
/** Of temporary keys, in seconds. */
const TEMP_KEY_LIFETIME = 86_400
/** How often the password is given. */
const PASSWORDS = 3

function connect(settings) {
  const { dcId, host, port, dcs, apiId, test, transport, pfs, session } = settings
  const { proxySecret: secret } = settings
  const addresses = new Map([[dcId, { host, port }], ...dcs])
  const way = transport === 'websocket' ? { webSocket: 'ws' } : {}
  return new Client({
    apiId,
    test,
    dcs: [...addresses].map(([id, address]) => ({ id, ...address, ...way })),
    keys: [parseRsaPublicKey(settings.publicKey)],
    ...(transport === 'obfuscated' && { obfuscated: true }),
    ...(FRAMINGS.includes(transport) && { transport }),
    ...(pfs && { tempKeyLifetime: TEMP_KEY_LIFETIME }),
    ...(secret && { proxy: { host, port, secret: parseProxySecret(secret) } }),
    ...(session && { storage: new MemoryStorage(storedOf(parseCredentials(session))) }),
  })
}

async function open(settings) {
  const client = connect(settings)
  const { apiId, apiHash } = settings
  const request = { _: 'auth.exportLoginToken', apiId, apiHash, exceptIds: [] }
  return {
    token: async () => (await client.invoke(request)).token,
    nearestDc: () => client.invoke({ _: 'help.getNearestDc' }),
  }
}

async function login(settings) {
  const client = connect(settings)
  let given = 0
  const password = () => {
    if (settings.password === undefined || ++given > PASSWORDS) throw new Error('no other password')
    return settings.password
  }
  for await (const event of qrLogin(client, { apiHash: settings.apiHash, password }))
    if (event.event === 'token') emit({ event: 'token', url: event.url })
  const [user] = await client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  const { id, firstName } = user
  emit({ event: 'success', user: { id: String(id), firstName }, dc: client.homeDc })
}

/** A call that is given up after two seconds. */
async function cancel(settings) {
  const client = connect(settings)
  const { apiId, apiHash } = settings
  const request = { _: 'auth.exportLoginToken', apiId, apiHash, exceptIds: [] }
  try {
    await client.invoke(request, { signal: AbortSignal.timeout(2000) })
  } finally {
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

/** A call whose arrival the server is asked to confirm. */
async function quickAck(settings) {
  const client = connect(settings)
  const { apiId, apiHash } = settings
  const request = { _: 'auth.exportLoginToken', apiId, apiHash, exceptIds: [] }
  const told = () => emit({ event: 'quick-ack' })
  emitToken((await client.invoke(request, { quickAck: told })).token)
}

run({
  ...callScenarios(open),
  ...{ 'qr-login': login, password: login, cancel, 'quick-ack': quickAck },
})
