// The harness around a server: connections to it, key exchanges and sessions on them.
import { readInt64LE } from '../core/bytes/integers.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { RsaPublicKey } from '../core/crypto/rsa.ts'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { Binding } from '../core/envelope/bind.ts'
import type { EncryptedMessage } from '../core/envelope/encrypted.ts'
import type { LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import type { SecretSink } from '../core/secrets.ts'
import { Session } from '../core/session/session.ts'
import type { auth } from '../core/tl/generated/api/index.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { ListeningHost } from '../host/host.ts'
import type { ConnectionRecorder } from '../trace/recorder.ts'
import { PeerConnection } from './peer.ts'
import { type Established, type ExchangeStages, exchangeKeys } from './peer-exchange.ts'
import { Lacking, must, type Part, waitFor } from './steps.ts'
import type { WebSocketStages } from './web-socket.ts'
import type { Watch } from './wire-log.ts'

/** What a case can set about the harness; the faults of server cases are single values of it. */
export interface PeerSetup extends ExchangeStages, WebSocketStages {
  /** hooks on the stages of the one message of a session that a case is about */
  readonly body?: Stage<Uint8Array>
  readonly envelope?: Stage<EncryptedMessage>
  readonly sealed?: LinkStages['sealed']
  readonly frame?: LinkStages['frame']
  readonly framing?: FramingName
  readonly obfuscated?: boolean
  readonly webSocket?: boolean
  /** the hook on what a connection begins with, each record in a segment of its own */
  readonly start?: Stage<Uint8Array>
  /** the hook on what goes out at once, each record in a segment of its own */
  readonly segments?: Stage<Uint8Array>
  /** anything else that a case varies */
  readonly variant?: string | number
  /** what binds a temporary key, before it is sealed, and the request around it */
  readonly binding?: Stage<Binding>
  readonly bindRequest?: Stage<BindRequest>
  /** of the project's own server: updates.getState is never answered */
  readonly slow?: boolean
  /** of the project's own server: keys that it takes for existing ones */
  readonly collides?: (authKeyId: bigint) => boolean
  /** of the project's own server: the test environment */
  readonly test?: boolean
}

/** auth.bindTempAuthKey. */
export type BindRequest = auth.bindTempAuthKey

/** A key on which sessions can be opened. */
export interface Key {
  readonly authKey: AuthKey
  salt: bigint
}

/** A session of the harness. */
export interface PeerSession {
  readonly key: Key
  readonly session: Session
}

/** `here`: at home on the first data centre, `elsewhere`: on another. `password`: here, and with a password. */
export type AccountKind = 'here' | 'elsewhere' | 'password'

/** A key that is logged in. */
export interface Login {
  readonly authKey: AuthKey
  readonly serverSalt: bigint
  /** where the account is at home */
  readonly dc: number
  readonly userId: bigint
  readonly password?: string
}

/** A server under test. */
export interface Server {
  readonly dcs: readonly { readonly id: number; readonly host: string; readonly port: number }[]
  /** a key that is logged in as such an account; nobody is by default */
  readonly authorize?: (kind: AccountKind) => Login | undefined
  /** the calls that it does not answer, and what it does not speak, in the words of formOf; nothing by default */
  readonly lacks?: ReadonlySet<string>
}

/** What a connection speaks, in words: such as `intermediate`, `full`, `padded, obfuscated` or `WebSocket`. */
export function formOf({ framing = 'intermediate', obfuscated, webSocket }: PeerSetup): string {
  if (webSocket) return 'WebSocket'
  return obfuscated ? `${framing}, obfuscated` : framing
}

const HOMES: Readonly<Record<AccountKind, string>> = {
  here: 'at home here',
  elsewhere: 'at home elsewhere',
  password: 'with a password',
}

export interface PeerHarnessOptions {
  readonly host: ListeningHost
  readonly key: RsaPublicKey
  readonly seed: string
  readonly setup: PeerSetup
  readonly server: Server
  /** is told what is seen on the wire */
  readonly watch?: Watch
  /** takes what passes on the connections, of a WebSocket what its messages hold */
  readonly recorder?: ConnectionRecorder
  /** hears what opens it */
  readonly secrets?: SecretSink
}

export class PeerHarness {
  readonly host: ListeningHost
  readonly setup: PeerSetup
  readonly server: Server
  readonly random: Random
  /** the RSA key the server proves itself with */
  readonly rsaKey: RsaPublicKey
  readonly watch: Watch
  readonly recorder: ConnectionRecorder | undefined
  readonly secrets: SecretSink
  readonly #connections: PeerConnection[] = []

  constructor(options: PeerHarnessOptions) {
    const { host, key, seed, setup, server, watch = () => {} } = options
    const { recorder, secrets = () => {} } = options
    this.host = host
    this.setup = setup
    this.server = server
    this.random = seededRandom(`${seed}/peer`)
    this.rsaKey = key
    this.watch = watch
    this.recorder = recorder
    this.secrets = secrets
  }

  get unix(): number {
    return this.host.now().unix
  }

  /** Whether the server answers a call, or speaks something, in the words of formOf. */
  has(what: string): boolean {
    return this.server.lacks?.has(what) !== true
  }

  /** Throws Lacking unless the server has this. */
  check(what: string): void {
    if (!this.has(what)) throw new Lacking(`the server has no ${what}`)
  }

  /** A key that is logged in as such an account. Throws Lacking when there is none. */
  authorize(kind: AccountKind): Login {
    const login = this.server.authorize?.(kind)
    if (login === undefined) throw new Lacking(`it needs the session of an account ${HOMES[kind]}`)
    this.secrets({ kind: 'auth-key', key: login.authKey.key, temporary: false })
    return login
  }

  /** Opens a connection to a data centre, the first one by default; `setup` says what it speaks. */
  *connect(id?: number, setup: PeerSetup = this.setup): Part<PeerConnection> {
    const connection = this.dial(id, setup)
    yield* waitFor(() => connection.isOpen || connection.isClosed)
    must(connection.isOpen, 'no connection')
    return connection
  }

  /** The same without waiting until it is open. Throws Lacking when there is no such data centre. */
  dial(id?: number, setup: PeerSetup = this.setup): PeerConnection {
    const { dcs } = this.server
    const dc = id === undefined ? dcs[0] : dcs.find(each => each.id === id)
    if (dc === undefined) throw new Lacking(`it needs the address of DC ${id}`)
    this.check(formOf(setup))
    const connection = new PeerConnection(this.#connections.length + 1, dc.id, setup, this)
    this.#connections.push(connection)
    connection.open(dc)
    return connection
  }

  /** Closes the connections. */
  close(): void {
    for (const connection of this.#connections) connection.close()
  }

  /** An honest key exchange on a new connection. */
  *agree(
    expiresIn?: number,
    id?: number,
  ): Part<{ connection: PeerConnection; key: Key; made: Established }> {
    const connection = yield* this.connect(id)
    const made = yield* exchangeKeys(this, connection, {}, expiresIn)
    must(made.kind === 'key', 'the key exchange failed')
    const established = made as Established
    const { authKey, salt } = established
    return { connection, key: { authKey, salt }, made: established }
  }

  /** A new session on a key. */
  session(key: Key): PeerSession {
    const id = readInt64LE(this.random(8, 'session_id')) | 1n
    return { key, session: new Session({ id, side: 'client', random: this.random, ackDelay: 0 }) }
  }

  /** A connection with a key and a session, on which nothing was sent yet. */
  *begin(): Part<{ connection: PeerConnection; session: PeerSession; key: Key }> {
    const { connection, key } = yield* this.agree()
    return { connection, key, session: this.session(key) }
  }
}
