// Login by QR code over a client and a test DC in memory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../../src/client/client.ts'
import { type QrLoginClientOptions, qrLogin } from '../../src/client/qr-login.ts'
import { MtprotoError, RpcError } from '../../src/core/errors.ts'
import type { QrLoginEvent } from '../../src/core/login/qr-login.ts'
import { type AccountOptions, TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const API_HASH = '0123456789abcdef0123456789abcdef'
const NEVER = 'the login ended'

class Login {
  readonly host: MemoryHost
  readonly dc: TestDc
  readonly client: Client
  readonly events: AsyncGenerator<QrLoginEvent, void, undefined>

  private constructor(host: MemoryHost, dc: TestDc, options: Partial<QrLoginClientOptions>) {
    this.host = host
    this.dc = dc
    this.client = new Client({ apiId: 4, dcs: dc.dcs, keys: [dc.publicKey], host })
    this.events = qrLogin(this.client, { apiHash: API_HASH, ...options })
  }

  static async begin(
    options: Partial<QrLoginClientOptions> = {},
    account: AccountOptions = {},
  ): Promise<Login> {
    const host = new MemoryHost()
    const dc = await TestDc.start({ host, key: testRsaKey, dcs: [2, 4], accounts: [account] })
    return new Login(host, dc, options)
  }

  /** The next event, time passing as it has to. */
  async next(): Promise<QrLoginEvent> {
    const result = await this.result()
    assert.ok(!result.done, NEVER)
    return result.value
  }

  async result(): Promise<IteratorResult<QrLoginEvent, void>> {
    let ready: Promise<IteratorResult<QrLoginEvent, void>> | undefined = this.events.next()
    const done = ready.finally(() => {
      ready = undefined
    })
    done.catch(() => {})
    for (let waits = 0; ready !== undefined && waits < 100; waits++) await this.host.advance(1000)
    return done
  }

  async token(): Promise<QrLoginEvent & { event: 'token' }> {
    const event = await this.next()
    assert.ok(event.event === 'token')
    return event
  }

  /** The methods that the DC was asked for. */
  methods(): string[] {
    return this.dc.log.flatMap(({ direction, calls }) =>
      direction === 'in' && calls !== undefined ? [calls.at(-1)!] : [],
    )
  }
}

test('QR-06 QR-09 a code that is accepted logs in, and the client is at home there', async () => {
  const login = await Login.begin()
  const { url } = await login.token()
  login.dc.accept(url)
  assert.equal((await login.next()).event, 'scanned')
  const success = await login.next()
  assert.ok(success.event === 'success')
  assert.deepEqual([success.dc, success.user.firstName], [2, 'Ada'])
  assert.equal((await login.result()).done, true)
  assert.equal(login.client.homeDc, 2)
  const [me] = await login.client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  assert.equal(me?._ === 'user' && me.firstName, 'Ada')
})

test('QR-04 a code that expires is replaced', async () => {
  const login = await Login.begin()
  const [first, second] = [await login.token(), await login.token()]
  assert.notEqual(first.url, second.url)
  assert.ok(second.expires > first.expires)
})

test('QR-10 an account at home elsewhere is followed there, the first connection staying up', async () => {
  const login = await Login.begin({}, { dc: 4 })
  login.dc.accept((await login.token()).url)
  assert.equal((await login.next()).event, 'scanned')
  const migrating = await login.next()
  assert.ok(migrating.event === 'migrating')
  assert.equal(migrating.dc, 4)
  const success = await login.next()
  assert.ok(success.event === 'success')
  assert.deepEqual([success.dc, login.client.homeDc], [4, 4])
  assert.equal(login.host.connections, 2)
})

test('PW-05 a password is asked for, again when it was wrong', async () => {
  const asked: boolean[] = []
  const login = await Login.begin(
    {
      password: ({ wrong }) => {
        asked.push(wrong)
        return wrong ? 'right' : 'left'
      },
    },
    { password: 'right' },
  )
  login.dc.accept((await login.token()).url)
  const events: string[] = []
  for (let event = await login.next(); ; event = await login.next()) {
    events.push(event.event)
    if (event.event === 'success') break
  }
  assert.deepEqual(events, ['scanned', 'password-needed', 'password-needed', 'success'])
  assert.deepEqual(asked, [false, true])
})

test('PW-05 giving nothing but the password that was refused ends the login', async () => {
  let asked = 0
  const password = (): string => {
    asked++
    return 'left'
  }
  const login = await Login.begin({ password }, { password: 'right' })
  login.dc.accept((await login.token()).url)
  assert.equal((await login.next()).event, 'scanned')
  for (let i = 0; i < 3; i++) assert.equal((await login.next()).event, 'password-needed')
  await assert.rejects(login.result(), { code: 'ERR_PASSWORD_WRONG' })
  assert.equal(asked, 3)
  assert.equal(login.methods().filter(name => name === 'auth.checkPassword').length, 2)
})

test('an account with a password and nobody to ask for it ends the login', async () => {
  const login = await Login.begin({}, { password: 'secret' })
  login.dc.accept((await login.token()).url)
  assert.equal((await login.next()).event, 'scanned')
  assert.equal((await login.next()).event, 'password-needed')
  await assert.rejects(login.result(), { code: 'ERR_LOGIN_FAILED' })
})

test('a password callback that throws, now or later, ends the login with its error', async () => {
  const failure = new RangeError('no terminal')
  for (const password of [
    () => {
      throw failure
    },
    () => Promise.reject(failure),
  ]) {
    const login = await Login.begin({ password }, { password: 'secret' })
    login.dc.accept((await login.token()).url)
    await login.next()
    await login.next()
    await assert.rejects(login.result(), failure)
    assert.equal((await login.events.next()).done, true)
  }
})

test('an abort ends the login while a code is shown', async () => {
  const controller = new AbortController()
  const login = await Login.begin({ signal: controller.signal })
  await login.token()
  controller.abort()
  await assert.rejects(login.result(), { code: 'ERR_ABORTED' })
  assert.equal((await login.events.next()).done, true)
})

test('an abort from before the beginning ends it without a call', async () => {
  const login = await Login.begin({ signal: AbortSignal.abort() })
  await assert.rejects(login.result(), { code: 'ERR_ABORTED' })
  assert.deepEqual(login.methods(), [])
})

test('a loop that is left early leaves nothing behind', async () => {
  const login = await Login.begin()
  const { host, client } = login
  await client.connect()
  await settle()
  const timers = host.timers
  for await (const event of login.events) {
    assert.equal(event.event, 'token')
    break
  }
  assert.equal(host.timers, timers)
  await host.advance(200_000)
  assert.deepEqual(
    login.methods().filter(method => method.startsWith('auth.')),
    ['auth.exportLoginToken'],
  )
})

test('QR-16 an error of the server ends the login', async () => {
  const login = await Login.begin()
  login.dc.handle('auth.exportLoginToken', () => {
    throw new RpcError(400, 'API_ID_INVALID')
  })
  await assert.rejects(login.result(), (error: unknown) => {
    assert.ok(error instanceof RpcError)
    assert.equal(error.errorMessage, 'API_ID_INVALID')
    return true
  })
})

test('QR-21 a code accepted while the connection was lost is found as soon as it is back', async () => {
  const login = await Login.begin()
  const { url } = await login.token()
  const { monotonic } = login.host.now()
  login.host.cut()
  login.dc.accept(url)
  assert.equal((await login.next()).event, 'success')
  assert.ok(login.host.now().monotonic < monotonic + 6000)
})

test('closing the client ends the login', async () => {
  const login = await Login.begin()
  await login.token()
  await login.client.close()
  await assert.rejects(login.result(), (error: unknown) => {
    assert.ok(error instanceof MtprotoError)
    assert.equal(error.code, 'ERR_CLOSED')
    return true
  })
})
