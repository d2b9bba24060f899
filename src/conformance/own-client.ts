// This project's own client as a program under test: what each scenario means to it.
import { Client, type ClientOptions } from '../client/client.ts'
import { qrLogin } from '../client/qr-login.ts'
import { MemoryStorage } from '../client/storage.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import type { ProxyAddress } from '../core/transport/proxy-link.ts'
import { storedOf } from '../credentials/own.ts'
import { parseCredentials } from '../credentials/parse.ts'
import type { Host } from '../host/host.ts'
import type { Launch, Program, Scenario, Subject } from './dc-harness.ts'

const API_ID = 17_349
const API_HASH = '344583e45741c457fe1862106095a5eb'

/** How often the password is given. */
const PASSWORDS = 3
/** Of temporary keys, in seconds. */
const TEMP_KEY_LIFETIME = 86_400

/** Makes the program on `host`. */
export function launchOwnClient(host: Host): Launch {
  return (...launch) => new OwnClient(host, ...launch)
}

class OwnClient implements Program {
  state: Program['state'] = 'running'
  error: string | undefined
  crash: string | undefined
  readonly signals: string[] = []
  readonly #scenario: Scenario
  readonly #password: string | undefined
  readonly #quickAck: boolean
  readonly #client: Client
  readonly #abort = new AbortController()
  #passwords = 0

  constructor(
    host: Host,
    scenario: Scenario,
    { transport, obfuscated, quickAck, test, pfs, password, session }: Subject,
    dcs: NonNullable<ClientOptions['dcs']>,
    key: RsaPrivateKey,
    proxy?: ProxyAddress,
  ) {
    this.#scenario = scenario
    this.#password = password
    this.#quickAck = quickAck === true
    this.#client = new Client({
      apiId: API_ID,
      host,
      dcs,
      keys: [{ n: key.n, e: key.e, fingerprint: key.fingerprint }],
      ...(proxy && { proxy }),
      ...(transport && { transport }),
      ...(obfuscated && { obfuscated }),
      ...(test && { test }),
      ...(pfs && { tempKeyLifetime: TEMP_KEY_LIFETIME }),
      ...(session && { storage: new MemoryStorage(storedOf(parseCredentials(session))) }),
      loggedOut: () => this.signals.push('logged-out'),
    })
    this.#client.observe({ update: () => {}, interrupted: () => this.signals.push('gap') })
  }

  start(): void {
    void this.#run().then(
      () => {
        if (this.#scenario.name !== 'idle') this.state = 'succeeded'
      },
      error => {
        this.error = String(error)
        if (!(error instanceof MtprotoError)) this.crash = this.error
        this.state = 'failed'
      },
    )
  }

  cancel(): void {
    this.#abort.abort()
  }

  async stop(): Promise<void> {
    await this.#client.close()
  }

  async #run(): Promise<void> {
    const { name, calls = 0 } = this.#scenario
    switch (name) {
      case 'token':
      case 'idle':
      case 'cancel':
        return this.#token()
      case 'two-calls':
        await this.#client.invoke({ _: 'help.getNearestDc' })
        return this.#token()
      case 'burst':
        await Promise.all(
          Array.from({ length: calls }, () => this.#client.invoke({ _: 'help.getNearestDc' })),
        )
        return
      case 'qr-login':
        for await (const _ of qrLogin(this.#client, {
          apiHash: API_HASH,
          password: () => this.#givePassword(),
        }));
        await this.#client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    }
  }

  /** The person in front of the program gives up after some tries. */
  #givePassword(): string {
    if (this.#password === undefined || ++this.#passwords > PASSWORDS)
      throw new MtprotoError('ERR_PASSWORD_WRONG')
    return this.#password
  }

  async #token(): Promise<void> {
    await this.#client.invoke(
      { _: 'auth.exportLoginToken', apiId: API_ID, apiHash: API_HASH, exceptIds: [] },
      {
        signal: this.#abort.signal,
        ...(this.#quickAck && { quickAck: () => this.signals.push('quick-ack') }),
      },
    )
  }
}
