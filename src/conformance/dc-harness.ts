// The harness around a client: data centres to dial, and the program that is told what to do.
import type { DcAddress } from '../client/dcs.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { SecretSink } from '../core/secrets.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { ProxyAddress } from '../core/transport/proxy-link.ts'
import { parseProxySecret } from '../core/transport/proxy-secret.ts'
import type { Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import { makeRsaKey } from '../test-dc/rsa-key.ts'
import type { ConnectionRecorder } from '../trace/recorder.ts'
import { recordedAccept, recordedListeningHost } from '../trace/recording-host.ts'
import { Dc } from './dc.ts'
import { asideAnswer } from './dc-aside.ts'
import type { DcSetup } from './dc-setup.ts'
import { type ProxiedConnection, ProxyFront } from './proxy-front.ts'
import { WebSocketServerEnd } from './web-socket.ts'
import type { Watch } from './wire-log.ts'

export type { DcSetup } from './dc-setup.ts'

/**
 * What the program does. `token`: one auth.exportLoginToken. `two-calls`: help.getNearestDc, and after its
 * answer auth.exportLoginToken. `burst`: `calls` times help.getNearestDc at once. `idle`: one
 * auth.exportLoginToken, then nothing. `cancel`: one auth.exportLoginToken, given up before it is answered.
 * `qr-login`: a whole login, with the password of `subject` if it is asked for, then users.getUsers.
 */
export interface Scenario {
  readonly name: 'token' | 'two-calls' | 'burst' | 'idle' | 'cancel' | 'qr-login'
  readonly calls?: number
}

export const TOKEN: Scenario = { name: 'token' }
export const TWO_CALLS: Scenario = { name: 'two-calls' }
export const CANCEL: Scenario = { name: 'cancel' }
export const IDLE: Scenario = { name: 'idle' }
export const QR_LOGIN: Scenario = { name: 'qr-login' }
export const burst = (calls: number): Scenario => ({ name: 'burst', calls })

/** What the program is told before it starts. */
export interface Subject {
  readonly transport?: FramingName
  readonly obfuscated?: boolean
  /** reach the data centres by WebSocket, in the open */
  readonly webSocket?: boolean
  /** ask that the call be acknowledged quickly, and tell of it by `quick-ack` */
  readonly quickAck?: boolean
  /** go through an MTProxy in front of the data centres, with this secret in hexadecimal */
  readonly proxy?: string
  /** the separate test environment */
  readonly test?: boolean
  /** use temporary keys */
  readonly pfs?: boolean
  readonly password?: string
  /** the session string to start from */
  readonly session?: string
  /** the data centres there are beside 2, which is home */
  readonly dcs?: readonly number[]
}

/** A client under test. */
export interface Program {
  readonly state: 'running' | 'succeeded' | 'failed'
  /** why it failed, in its own words */
  readonly error: string | undefined
  /** a defect that came to light instead of an error it is meant to have */
  readonly crash: string | undefined
  /** `gap`, `logged-out`, `quick-ack`, as they happened; undefined when the program cannot tell */
  readonly signals: readonly string[] | undefined
  start(): void
  /** a call that is on its way is no longer wanted */
  cancel?(): void
  stop(): Promise<void>
}

/** Makes the program for a harness. */
export type Launch = (
  scenario: Scenario,
  subject: Subject,
  dcs: readonly DcAddress[],
  key: RsaPrivateKey,
  proxy?: ProxyAddress,
) => Program

export interface DcHarnessOptions {
  readonly host: ListeningHost
  readonly key: RsaPrivateKey
  readonly seed: string
  readonly setup: DcSetup
  readonly scenario: Scenario
  readonly subject: Subject
  readonly launch: Launch
  /** of the first listener, the others follow; any free ones by default */
  readonly port?: number
  /** is told what is seen on the wire */
  readonly watch?: Watch
  /** takes what passes on the connections, of a WebSocket what its messages hold */
  readonly recorder?: ConnectionRecorder
  /** hears the keys that open it */
  readonly secrets?: SecretSink
}

export class DcHarness {
  readonly host: ListeningHost
  readonly key: RsaPrivateKey
  /** the home data centre */
  readonly dc: Dc
  readonly dcs: ReadonlyMap<number, Dc>
  readonly program: Program
  readonly subject: Subject
  /** the WebSockets by which the data centres were reached */
  readonly webSockets: readonly WebSocketServerEnd[]
  /** the connections through the proxy, in their order */
  readonly proxied: readonly ProxiedConnection[]
  readonly #listeners: readonly Listener[]

  private constructor(
    options: DcHarnessOptions,
    dcs: ReadonlyMap<number, Dc>,
    webSockets: readonly WebSocketServerEnd[],
    proxied: readonly ProxiedConnection[],
    listeners: readonly Listener[],
    program: Program,
  ) {
    this.webSockets = webSockets
    this.proxied = proxied
    this.#listeners = listeners
    this.host = options.host
    this.key = options.key
    this.subject = options.subject
    this.dcs = dcs
    this.dc = dcs.values().next().value!
    this.program = program
  }

  /** Opens the data centres and makes the program, which waits to be started. */
  static async open(options: DcHarnessOptions): Promise<DcHarness> {
    const { host, seed, setup, subject, scenario, launch, port = 0 } = options
    const { watch, recorder, secrets } = options
    const { rsaKey } = setup
    const key = rsaKey === undefined ? options.key : makeRsaKey(seededRandom(rsaKey), host.crypto)
    const dcs = new Map<number, Dc>()
    const addresses: DcAddress[] = []
    const listeners: Listener[] = []
    const webSockets: WebSocketServerEnd[] = []
    const heard = recorder && !subject.webSocket ? recordedListeningHost(host, recorder) : host
    for (const id of [2, ...(subject.dcs ?? [])]) {
      const random = seededRandom(`${seed}/dc ${id}`)
      const isTest = subject.test === true
      const dc = new Dc(host, random, id, isTest, key, id === 2 ? setup : {}, watch, secrets)
      const accept = (socket: Socket): SocketEvents => dc.accept(socket)
      const at = { host: '127.0.0.1', port: port && port + listeners.length }
      const listener: Listener = await heard.listen(at, socket => {
        if (!subject.webSocket) return accept(socket)
        const webSocket = new WebSocketServerEnd(socket, host.crypto, inner =>
          recorder ? recordedAccept(recorder, listener.address, inner, accept) : accept(inner),
        )
        webSockets.push(webSocket)
        return webSocket.events
      })
      dcs.set(id, dc)
      listeners.push(listener)
      const webSocket = subject.webSocket ? ({ webSocket: 'ws' } as const) : {}
      addresses.push({ id, host: '127.0.0.1', port: listener.address.port, ...webSocket })
    }
    const aside = {
      dcs: addresses,
      test: subject.test === true,
      login: scenario.name === 'qr-login',
    }
    for (const dc of dcs.values()) dc.aside = heard => asideAnswer(heard, dc, aside)
    const proxied: ProxiedConnection[] = []
    let proxy: ProxyAddress | undefined
    if (subject.proxy !== undefined) {
      const secret = parseProxySecret(subject.proxy)
      const find = (id: number) => dcs.get(subject.test ? id - 10_000 : id)
      const front = new ProxyFront({ host, seed, secret, setup, find, proxied })
      const at = { host: '127.0.0.1', port: port && port + listeners.length }
      const listener = await heard.listen(at, socket => front.accept(socket))
      listeners.push(listener)
      proxy = { host: at.host, port: listener.address.port, secret }
    }
    const program = launch(scenario, subject, addresses, key, proxy)
    return new DcHarness({ ...options, key }, dcs, webSockets, proxied, listeners, program)
  }

  /** Ends the program and closes the data centres. */
  async close(): Promise<void> {
    await this.program.stop()
    await Promise.all(this.#listeners.map(listener => listener.close()))
  }

  get isOver(): boolean {
    return this.program.state !== 'running'
  }
}
