// The harness as a client: one connection to the server under test, and all that is heard on it.
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { EncryptedMessage, OpenedMessage } from '../core/envelope/encrypted.ts'
import { Link, type LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import type { Message } from '../core/session/message.ts'
import { MsgIdSource } from '../core/session/msg-id.ts'
import { type Types as Mtproto, mtproto } from '../core/tl/generated/mtproto/index.ts'
import { decodePrefix, encode } from '../core/tl/schema.ts'
import { ClientTransport } from '../core/transport/client-transport.ts'
import type { Address, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import { type Heard, readContent, unfold } from './heard.ts'
import type { PeerSession, PeerSetup } from './peer-harness.ts'
import { WebSocketClientEnd } from './web-socket.ts'

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
  readonly #host: ListeningHost
  readonly #wire: Link
  readonly #keys = new Map<bigint, AuthKey>()
  readonly #plaintextIds: MsgIdSource
  readonly #random: Random
  readonly #setup: PeerSetup
  #hasBegun = false
  #stages: LinkStages = {}
  #socket: Socket | undefined

  /** The connection number `link` of a harness, to the data centre `dc`. */
  constructor(link: number, host: ListeningHost, random: Random, dc: number, setup: PeerSetup) {
    const { framing = 'intermediate', obfuscated } = setup
    const { crypto } = host
    this.dc = dc
    this.#random = random
    this.#setup = setup
    this.#link = link
    this.#host = host
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
        plaintext: record => this.#stages.plaintext?.(record) ?? [record],
        envelope: record => this.#stages.envelope?.(record) ?? [record],
        sealed: record => this.#stages.sealed?.(record) ?? [record],
        frame: record => this.#stages.frame?.(record) ?? [record],
      },
    })
  }

  open(address: Address): void {
    const events: SocketEvents = {
      opened: () => {
        this.isOpen = true
      },
      received: bytes => {
        this.received.push(bytes)
        this.#received(bytes)
      },
      closed: () => {
        this.isClosed = true
      },
    }
    this.#socket = this.#setup.webSocket
      ? new WebSocketClientEnd(this.#host, address, this.#random, events, this.#setup)
      : this.#host.connect(address, events)
  }

  close(): void {
    this.#socket?.close()
  }

  /** Sends what the connection begins with, once; the first message does so by itself. */
  begin(stage: Stage<Uint8Array> = this.#setup.start ?? (start => [start])): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    for (const bytes of stage(this.start)) this.repeat(bytes)
  }

  /** Sends an unencrypted message. */
  request(value: Mtproto['call'], stages: LinkStages = {}): void {
    this.requestBytes(encode(mtproto, value), stages)
  }

  requestBytes(body: Uint8Array, stages: LinkStages = {}): void {
    this.#stages = stages
    this.#wire.sendPlaintext(this.#plaintextIds.next(this.#host.now().unix, 'request'), body)
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
    const [packet] = session.pack([{ body, kind: 'request' }], this.#host.now().unix)
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
    const { segments = (all: Uint8Array) => [all] } = this.#setup
    for (const segment of segments(bytes)) this.#socket?.write(segment)
  }

  /** The first message of this name, from `since` on. */
  find(name: string, since = 0): Heard | undefined {
    return this.heard.slice(since).find(message => message.name === name)
  }

  #received(bytes: Uint8Array): void {
    this.#wire.receive(bytes)
    for (let out = this.#wire.poll(); out !== undefined; out = this.#wire.poll()) {
      if (out.kind === 'transport-error') this.errors.push(out.code)
      else if (out.kind === 'opened') this.#opened(out.message)
      else if (out.kind === 'plaintext') {
        const { body } = out.message
        this.answers.push({ value: decodePrefix(mtproto, body).value, body })
      }
    }
  }

  #opened({ authKey, ...message }: OpenedMessage): void {
    const { salt, sessionId } = message
    const at = this.#host.now().monotonic
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
      this.repeat(bytes)
    }
    this.#stages = {}
  }
}
