// Everything that people meet when a login fails, raised by a test DC, and the sentence that they read.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { login } from '../../src/cli/login.ts'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { explain } from '../../src/client/explanation.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { RpcError } from '../../src/core/errors.ts'
import type { Stage } from '../../src/core/machine.ts'
import type { Packet } from '../../src/core/session/session.ts'
import { TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { API, KeptLogin } from './kept-login.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'failures-'))
})
after(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

interface Setup {
  readonly dc?: TestDcOptions
  /** prepares the data centres */
  readonly prepare?: (dc: TestDc) => void
  readonly args?: () => string[]
  /** the ids of the data centres that the command is told of; default: all */
  readonly known?: readonly number[]
  /** whether it is told their key; default true */
  readonly key?: boolean
}

/** Logs in on the command line; returns the exit code and what is on standard error. */
async function failing({ dc: options, prepare, args, known, key = true }: Setup): Promise<string> {
  const dc = await TestDc.start({ key: testRsaKey, ...options })
  try {
    prepare?.(dc)
    const dcs = dc.dcs.filter(({ id }) => known?.includes(id) ?? true)
    const lines: string[] = []
    const code = await login.run(
      [
        ...dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`]),
        ...(key ? ['--dc-key', file('key.pem', dc.publicKeyPem)] : []),
        ...['--api-id', '1', '--api-hash', 'x', ...(args?.() ?? [])],
      ],
      { write: () => {}, warn: line => lines.push(line) },
    )
    assert.equal(code, 1)
    assert.equal(lines.length, 1)
    return lines[0]!
  } finally {
    await dc.close()
  }
}

type Refused = 'auth.exportLoginToken' | 'auth.importLoginToken' | 'auth.checkPassword'

const refuse =
  (method: Refused, code: number, text: string) =>
  (dc: TestDc): void =>
    dc.handle(method, () => {
      throw new RpcError(code, text)
    })

for (const [code, text, sentence] of [
  [
    400,
    'API_ID_INVALID',
    'The server does not know this pair of api id and api hash. Copy both from https://my.telegram.org: they belong together. [API_ID_INVALID]',
  ],
  [
    400,
    'API_ID_PUBLISHED_FLOOD',
    'This api id has been published, and the service no longer lets it log in. Get one of your own at https://my.telegram.org. [API_ID_PUBLISHED_FLOOD]',
  ],
  [
    406,
    'UPDATE_APP_TO_LOGIN',
    'The service does not let a program of this version log in. Update raw-mtproto and try again. [UPDATE_APP_TO_LOGIN]',
  ],
  [
    420,
    'FLOOD_WAIT_3000',
    'There were too many attempts, and the server wants a pause. Try again in 50 minutes. [FLOOD_WAIT]',
  ],
  [
    406,
    'AUTH_KEY_DUPLICATED',
    'This session was used from two places at once, and the server has ended it for good. Log in again, and use each session in one place only. [AUTH_KEY_DUPLICATED]',
  ],
  [
    401,
    'AUTH_KEY_UNREGISTERED',
    'This session is not logged in, or not any more. Log in again. [AUTH_KEY_UNREGISTERED]',
  ],
  [
    401,
    'USER_DEACTIVATED',
    'This account has been deleted. Use another account. [USER_DEACTIVATED]',
  ],
  [
    401,
    'USER_DEACTIVATED_BAN',
    'The service has banned this account. Ask recover@telegram.org, or use another account. [USER_DEACTIVATED_BAN]',
  ],
  [
    400,
    'PHONE_NUMBER_BANNED',
    'The phone number of this account is banned from the service. Ask recover@telegram.org, or use another account. [PHONE_NUMBER_BANNED]',
  ],
] as const)
  test(`${text} in answer to an export`, async () => {
    const line = await failing({ prepare: refuse('auth.exportLoginToken', code, text) })
    assert.equal(line, `raw-mtproto: ${sentence}`)
  })

const MIGRATING: TestDcOptions = { dcs: [2, 4], accounts: [{ dc: 4 }], autoAccept: 0 }

for (const [text, sentence] of [
  [
    'AUTH_TOKEN_EXPIRED',
    'The login link has expired: each is good for about half a minute. Accept the one that is shown now. [AUTH_TOKEN_EXPIRED]',
  ],
  [
    'AUTH_TOKEN_INVALIDX',
    'The server does not know this login link. Copy the whole link that is shown now, and use the same environment (--test) on both sides. [AUTH_TOKEN_INVALID]',
  ],
  [
    'AUTH_TOKEN_ALREADY_ACCEPTED',
    'This login link has been accepted already, perhaps by another device. If that was not you, end the session in the settings of Telegram. Accept a new link. [AUTH_TOKEN_ALREADY_ACCEPTED]',
  ],
] as const)
  test(`${text} in answer to an import, again and again`, async () => {
    const line = await failing({
      dc: MIGRATING,
      prepare: refuse('auth.importLoginToken', 400, text),
    })
    assert.equal(line, `raw-mtproto: ${sentence}`)
  })

test('a login that nobody has an account for', async () => {
  const line = await failing({
    prepare: dc =>
      dc.handle('auth.exportLoginToken', () => ({
        _: 'auth.loginTokenSuccess',
        authorization: { _: 'auth.authorizationSignUpRequired' },
      })),
  })
  assert.equal(
    line,
    'raw-mtproto: There is no account behind this login yet. Sign up with an official app first, then log in here. [ERR_SIGN_UP_REQUIRED]',
  )
})

const PASSWORD: TestDcOptions = { accounts: [{ password: 'secret' }], autoAccept: 0 }
const withFile = (password: string) => () => ['--password-file', file('password', `${password}\n`)]

test('a wrong password in a file', async () => {
  assert.equal(
    await failing({
      dc: PASSWORD,
      args: withFile('wrong'),
      prepare: dc => {
        const answers = ['PASSWORD_HASH_INVALID', 'PROVED_TWICE']
        dc.handle('auth.checkPassword', () => {
          throw new RpcError(400, answers.shift()!)
        })
      },
    }),
    'raw-mtproto: The password is wrong. Correct the file it comes from (--password-file), or let yourself be asked. [ERR_PASSWORD_WRONG]',
  )
})

test('a password, and nobody who could be asked for it', async () => {
  const kept = await KeptLogin.start(PASSWORD)
  const { code, err } = await kept.runWith('', ['login', ...kept.where, ...API])
  await kept.stop()
  assert.equal(code, 1)
  assert.equal(
    err,
    'raw-mtproto: The account has a password, and there is no way to ask for it. Run the command in a terminal, or give the password in a file (--password-file). [ERR_LOGIN_FAILED]\n',
  )
})

test('SRP_ID_INVALID without end', async () => {
  assert.equal(
    await failing({
      dc: PASSWORD,
      args: withFile('secret'),
      prepare: refuse('auth.checkPassword', 400, 'SRP_ID_INVALID'),
    }),
    'raw-mtproto: The server finds every proof of the password out of date. Begin the login again in a minute. [ERR_LOGIN_FAILED]',
  )
})

test('PHONE_PASSWORD_FLOOD', async () => {
  assert.equal(
    await failing({
      dc: PASSWORD,
      args: withFile('secret'),
      prepare: refuse('auth.checkPassword', 406, 'PHONE_PASSWORD_FLOOD'),
    }),
    'raw-mtproto: There were too many attempts to log in to this account. Wait a few hours, then try again. [PHONE_PASSWORD_FLOOD]',
  )
})

test('a wrong key', async () => {
  const line = await failing({ key: false })
  assert.match(
    line,
    /^raw-mtproto: DC 2 at 127\.0\.0\.1:\d+ proves itself with another RSA key than the one that is expected\. For a data centre of your own give its key \(--dc-key\)\. Otherwise something on the way pretends to be it\. \[ERR_UNKNOWN_FINGERPRINT\]$/,
  )
})

test('another environment', async () => {
  assert.equal(
    await failing({ args: () => ['--test'] }),
    'raw-mtproto: The server at this address is another data centre, or belongs to another environment. Check that number and address belong together, and whether the test environment (--test) is meant. [ERR_WRONG_DC]',
  )
})

test('an account on a data centre without an address', async () => {
  assert.equal(
    await failing({ dc: MIGRATING, known: [2] }),
    'raw-mtproto: The account lives on DC 4, whose address is not known here. Add its address (--dc 4=HOST:PORT). [ERR_UNKNOWN_DC]',
  )
})

/** Instead of each answer a bad_msg_notification: the id of the query is too low for the time (code 16). */
const tooLow: Stage<Packet> = packet => {
  const answer = packet.items.find(({ body }) => toHex(body.subarray(0, 4)) === '016d5cf3')
  if (answer === undefined) return [packet]
  const notification = `11f8efa7${toHex(answer.body.subarray(4, 12))}0100000010000000`
  const outer = { ...packet.outer, body: fromHex(notification) }
  return [{ outer, items: [outer] }]
}

test('a clock that is never right', async () => {
  assert.equal(
    await failing({ dc: { stages: { packet: tooLow } } }),
    'raw-mtproto: The server keeps finding the time of our messages wrong. Set the clock of this machine, and let it run evenly. [ERR_BAD_MSG]',
  )
})

test('a pipe whose reader has gone ends the command without a word', async () => {
  const kept = await KeptLogin.start({ tokenTtl: 1 })
  const child = kept.begin(['login', ...kept.where, ...API])
  let err = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  // The second token is written to nobody.
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = await once(child, 'close')
  await kept.stop()
  assert.deepEqual([code, err], [1, ''])
})

test('a program reads the same in JSON', async () => {
  const dc = await TestDc.start({ key: testRsaKey })
  refuse('auth.exportLoginToken', 420, 'FLOOD_WAIT_3000')(dc)
  const written: string[] = []
  const [{ id, host, port }] = dc.dcs as [TestDc['dcs'][number]]
  const code = await login.run(
    [
      ...['--dc', `${id}=${host}:${port}`, '--dc-key', file('key.pem', dc.publicKeyPem)],
      ...['--api-id', '1', '--api-hash', 'x', '--json'],
    ],
    { write: text => written.push(text), warn: assert.fail },
  )
  await dc.close()
  assert.equal(code, 1)
  assert.deepEqual(JSON.parse(written.at(-1)!), {
    event: 'error',
    code: 'FLOOD_WAIT',
    says: 'There were too many attempts, and the server wants a pause.',
    advice: 'Try again in 50 minutes.',
    message: 'auth.exportLoginToken: the server refused the request (got 420 FLOOD_WAIT_3000)',
  })
})

/** What a call of a library user ends with, in the code and the sentence about what happened. */
async function explained(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => assert.fail('it succeeds'),
    error => error,
  )
  const { code, says } = explain(error)
  return `${code}: ${says}`
}

test('what a library user meets: links that cannot be accepted, and proofs that are refused', async () => {
  const dc = await TestDc.start({ key: testRsaKey, tokenTtl: 1 })
  const { id } = dc.account()
  const options = { apiId: 1, dcs: dc.dcs, keys: [dc.publicKey] }
  const storage = new MemoryStorage({ homeDc: 2, userId: id, dcs: new Map([[2, dc.authorize()]]) })
  const phone = new Client({ ...options, storage })
  const other = new Client(options)
  const exportToken = async (exceptIds: bigint[] = []): Promise<Uint8Array> => {
    const answer = await other.invoke({
      _: 'auth.exportLoginToken',
      apiId: 1,
      apiHash: 'x',
      exceptIds,
    })
    assert(answer._ === 'auth.loginToken')
    return answer.token
  }
  const accept = (token: Uint8Array) =>
    explained(phone.invoke({ _: 'auth.acceptLoginToken', token }))
  assert.equal(
    await accept(new Uint8Array(32)),
    'AUTH_TOKEN_INVALID: The server does not know this login link.',
  )
  assert.equal(
    await accept(await exportToken([id])),
    'AUTH_TOKEN_EXCEPTION: This account is logged in there already.',
  )
  const token = await exportToken()
  await phone.invoke({ _: 'auth.acceptLoginToken', token })
  assert.match(await accept(token), /^AUTH_TOKEN_ALREADY_ACCEPTED: /)
  dc.handle('auth.acceptLoginToken', () => {
    throw new RpcError(400, 'AUTH_TOKEN_EXPIRED')
  })
  assert.match(await accept(token), /^AUTH_TOKEN_EXPIRED: The login link has expired/)
  const check = () =>
    explained(other.invoke({ _: 'auth.checkPassword', password: { _: 'inputCheckPasswordEmpty' } }))
  for (const [text, sentence] of [
    ['PASSWORD_HASH_INVALID', 'The password is wrong.'],
    ['SRP_ID_INVALID', 'The password was checked against numbers that are out of date.'],
    [
      'SESSION_PASSWORD_NEEDED',
      'The account has a password, and the login is not complete without it.',
    ],
  ] as const) {
    refuse('auth.checkPassword', 400, text)(dc)
    assert.equal(await check(), `${text}: ${sentence}`)
  }
  await Promise.all([phone.close(), other.close()])
  await dc.close()
})

/** A client on a host without a world, that tries once. */
function lost(host: MemoryHost, options: Partial<ClientOptions> = {}): Promise<string> {
  const dcs = [{ id: 2, host: '10.0.0.1', port: 443 }]
  const client = new Client({ apiId: 1, dcs, host, backoff: { attempts: 1 }, ...options })
  return explained(client.connect()).finally(() => client.close())
}

test('a port that nothing listens on', async () => {
  const dc = await TestDc.start({ key: testRsaKey })
  await dc.close()
  const client = new Client({ apiId: 1, dcs: dc.dcs, backoff: { attempts: 1 } })
  assert.match(
    await explained(client.connect()),
    /^ERR_CONNECT_FAILED: DC 2 at 127\.0\.0\.1:\d+ refuses connections: nothing listens there, or a firewall is in the way\.$/,
  )
  await client.close()
})

test('a blocked port, no network, a host name that is unknown, and a server that says nothing', async () => {
  const blocked = new MemoryHost()
  blocked.silent.add('10.0.0.1:443')
  const outcome = lost(blocked)
  await blocked.advance(10_000)
  assert.equal(
    await outcome,
    'ERR_CONNECT_FAILED: DC 2 at 10.0.0.1:443 does not answer: the port may be blocked on the way.',
  )

  for (const reason of ['connect ENETUNREACH 10.0.0.1:443', 'getaddrinfo ENOTFOUND dc.example']) {
    const offline = new MemoryHost()
    offline.connect = (_address, events) => {
      queueMicrotask(() => events.closed(reason))
      return { write: () => {}, close: () => {} }
    }
    assert.equal(
      await lost(offline),
      'ERR_CONNECT_FAILED: There is no way to DC 2 at 10.0.0.1:443: this machine seems to have no network.',
    )
  }

  const mute = new MemoryHost()
  await mute.listen({ host: '10.0.0.1', port: 443 }, () => ({
    opened: () => {},
    received: () => {},
    closed: () => {},
  }))
  const said = lost(mute)
  await mute.advance(300_000)
  assert.equal(
    await said,
    'ERR_HANDSHAKE_TIMEOUT: DC 2 at 10.0.0.1:443 takes connections and says nothing.',
  )
})
