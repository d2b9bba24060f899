// The harness as a client: one connection to the server under test, and all that is heard on it.
import { toHex } from '../core/bytes/hex.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { EncryptedMessage, OpenedMessage } from '../core/envelope/encrypted.ts'
import type { PlaintextMessage } from '../core/envelope/plaintext.ts'
import { MtprotoError } from '../core/errors.ts'
import { Link, type LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import type { Message } from '../core/session/message.ts'
import { MsgIdSource } from '../core/session/msg-id.ts'
import { type Types as Mtproto, mtproto } from '../core/tl/generated/mtproto/index.ts'
import { decodePrefix, encode } from '../core/tl/schema.ts'
import { ClientTransport } from '../core/transport/client-transport.ts'
import type { Address, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import type { ConnectionRecorder } from '../trace/recorder.ts'
import { recordedConnect } from '../trace/recording-host.ts'
import { type Heard, readContent, unfold } from './heard.ts'
import type { PeerSession, PeerSetup } from './peer-harness.ts'
import { WebSocketClientEnd } from './web-socket.ts'
import { type Watch, type WatchedRecord, type WireEvent, watchedStage } from './wire-log.ts'

/** What the connections of a harness have in common. */
export interface Surroundings {
  readonly host: ListeningHost
  readonly random: Random
  /** is told what is seen on the wire */
  readonly watch: Watch
  readonly recorder: ConnectionRecorder | undefined
  /** throws Lacking for a call that the server does not answer */
  check(call: string): void
}

export class PeerConnection {
  readonly heard: Heard[] = []
  readonly errors: number[] = []
  readonly answers: { readonly value: Mtproto['object']; readonly body: Uint8Array }[] = []
  readonly sent: Uint8Array[] = []
  /** all that came, in the segments it came in */
  readonly received: Uint8Array[] = []
  /** the id of the data centre it leads to */
  readonly dc: number
  /** what the connection begins with: 0, 1, 4 or 64 bytes */
  readonly start: Uint8Array
  isOpen = false
  isClosed = false
  readonly #link: number
  readonly #harness: Surroundings
  readonly #wire: Link
  readonly #keys = new Map<bigint, AuthKey>()
  readonly #plaintextIds: MsgIdSource
  readonly #setup: PeerSetup
  #hasBegun = false
  #stages: LinkStages = {}
  #socket: Socket | undefined

  /** The connection number `link` of a harness, to the data centre `dc`. */
  constructor(link: number, dc: number, setup: PeerSetup, harness: Surroundings) {
    const { framing = 'intermediate', obfuscated } = setup
    const { host, random } = harness
    const { crypto } = host
    this.dc = dc
    this.#harness = harness
    this.#setup = setup
    this.#link = link
    this.#plaintextIds = new MsgIdSource(random)
    const obfuscation = obfuscated ? { dcId: dc } : undefined
    const transport = new ClientTransport({ framing, obfuscation, crypto, random })
    this.start = transport.start()
    this.#wire = new Link({
      side: 'client',
      transport,
      findKey: id => this.#keys.get(id),
      crypto,
      random,
      stages: {
        plaintext: this.#watched(
          'plaintext',
          record => this.#stages.plaintext?.(record) ?? [record],
        ),
        envelope: this.#watched('message', record => this.#stages.envelope?.(record) ?? [record]),
        sealed: record => this.#stages.sealed?.(record) ?? [record],
        frame: record => this.#stages.frame?.(record) ?? [record],
      },
    })
  }

  open(address: Address): void {
    const { host, random, recorder } = this.#harness
    const events: SocketEvents = {
      opened: () => {
        this.isOpen = true
        this.#see({ direction: 'out', kind: 'opened' })
      },
      received: bytes => {
        this.received.push(bytes)
        this.#received(bytes)
      },
      closed: () => {
        this.isClosed = true
        this.#see({ direction: 'in', kind: 'closed' })
      },
    }
    const connect = (events: SocketEvents): Socket =>
      this.#setup.webSocket
        ? new WebSocketClientEnd(host, address, random, events, this.#setup)
        : host.connect(address, events)
    this.#socket = recorder ? recordedConnect(recorder, address, events, connect) : connect(events)
  }

  close(): void {
    this.#socket?.close()
  }

  /** Sends what the connection begins with, once; the first message does so by itself. */
  begin(stage: Stage<Uint8Array> = this.#setup.start ?? (start => [start])): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    for (const bytes of stage(this.start)) this.#put(bytes)
  }

  /** Sends an unencrypted message. */
  request(value: Mtproto['call'], stages: LinkStages = {}): void {
    this.requestBytes(encode(mtproto, value), stages)
  }

  requestBytes(body: Uint8Array, stages: LinkStages = {}): void {
    this.#stages = stages
    this.#wire.sendPlaintext(
      this.#plaintextIds.next(this.#harness.host.now().unix, 'request'),
      body,
    )
    this.#write()
  }

  /**
   * Sends a body in a session, in an envelope of its own that is right but for `fields` and `stages`.
   * Returns its msg_id.
   */
  send(
    { key, session }: PeerSession,
    body: Uint8Array,
    fields: Partial<EncryptedMessage> = {},
    stages: LinkStages = {},
  ): bigint {
    this.#harness.check(readContent(body).name)
    const [packet] = session.pack([{ body, kind: 'request' }], this.#harness.host.now().unix)
    const message = { ...packet!.outer, sessionId: session.id, salt: key.salt, ...fields }
    this.sendMessage(key.authKey, message, stages)
    return message.msgId
  }

  /** Sends a message as it stands. */
  sendMessage(
    authKey: AuthKey,
    message: Message & { readonly sessionId: bigint; readonly salt: bigint },
    stages: LinkStages = {},
  ): void {
    this.#keys.set(authKey.id, authKey)
    this.#stages = stages
    this.#wire.send(message, authKey)
    this.#write()
  }

  /** Sends bytes as they are, such as those that were sent before. */
  repeat(bytes: Uint8Array): void {
    this.#see({ direction: 'out', kind: 'message', notes: [`bytes ${toHex(bytes)}`] })
    this.#put(bytes)
  }

  /** The first message of this name, from `since` on. */
  find(name: string, since = 0): Heard | undefined {
    return this.heard.slice(since).find(message => message.name === name)
  }

  #received(bytes: Uint8Array): void {
    this.#wire.receive(bytes)
    for (let out = this.#wire.poll(); out !== undefined; out = this.#wire.poll()) {
      if (out.kind === 'transport-error') this.#refused(out.code)
      else if (out.kind === 'opened') this.#opened(out.message)
      else if (out.kind === 'plaintext') this.#answered(out.message)
      else if (out.kind !== 'quick-ack') this.#see({ ...rejected, notes: [out.error.message] })
    }
  }

  #refused(code: number): void {
    this.errors.push(code)
    this.#see({ direction: 'in', kind: 'transport-error', notes: [`${code}`] })
  }

  #answered({ msgId, body }: PlaintextMessage): void {
    this.#see({ direction: 'in', kind: 'plaintext', msgId, body })
    try {
      this.answers.push({ value: decodePrefix(mtproto, body).value, body })
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.#see({ ...rejected, notes: [error.message] })
    }
  }

  #opened({ authKey, ...message }: OpenedMessage): void {
    const { salt, sessionId } = message
    const { msgId, seqNo, body } = message
    this.#see({ direction: 'in', kind: 'message', msgId, seqNo, body })
    const at = this.#harness.host.now().monotonic
    const envelope = { link: this.#link, authKeyId: authKey.id, salt, sessionId, at }
    for (const { msgId, seqNo, body, container } of unfold(message)) {
      const padding = message.padding.length
      this.heard.push({ ...envelope, padding, msgId, seqNo, body, container, ...readContent(body) })
    }
  }

  #write(): void {
    this.begin()
    for (let bytes = this.#wire.pollWrite(); bytes !== undefined; bytes = this.#wire.pollWrite()) {
      this.sent.push(bytes)
      this.#put(bytes)
    }
    this.#stages = {}
  }

  #put(bytes: Uint8Array): void {
    const { segments = (all: Uint8Array) => [all] } = this.#setup
    for (const segment of segments(bytes)) this.#socket?.write(segment)
  }

  #see(event: Omit<WireEvent, 'link'>): void {
    this.#harness.watch(this.dc, { link: this.#link, ...event })
  }

  /** The hook, what goes through it being seen as it goes out. */
  #watched<Record extends WatchedRecord>(
    kind: 'plaintext' | 'message',
    stage: Stage<Record>,
  ): Stage<Record> {
    const isSpoilt = () => (this.#stages.sealed ?? this.#stages.frame) !== undefined
    return watchedStage(stage, isSpoilt, told => this.#see({ kind, ...told }))
  }
}

const rejected = { direction: 'in', kind: 'rejected' } as const
