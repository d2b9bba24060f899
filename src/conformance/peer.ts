// The harness as a client: one connection to the server under test, and all that is heard on it.
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { EncryptedMessage, OpenedMessage } from '../core/envelope/encrypted.ts'
import { Link, type LinkStages } from '../core/link/link.ts'
import type { Random } from '../core/machine.ts'
import type { Message } from '../core/session/message.ts'
import { MsgIdSource } from '../core/session/msg-id.ts'
import { type Types as Mtproto, mtproto } from '../core/tl/generated/mtproto/index.ts'
import { decodePrefix, encode } from '../core/tl/schema.ts'
import { ClientTransport } from '../core/transport/client-transport.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { Address, ListeningHost, Socket } from '../host/host.ts'
import { type Heard, readContent, unfold } from './heard.ts'
import type { PeerSession } from './peer-harness.ts'

export class PeerConnection {
  readonly heard: Heard[] = []
  readonly errors: number[] = []
  readonly answers: { readonly value: Mtproto['object']; readonly body: Uint8Array }[] = []
  readonly sent: Uint8Array[] = []
  /** the id of the data centre it leads to */
  dc = 0
  isOpen = false
  isClosed = false
  readonly #link: number
  readonly #host: ListeningHost
  readonly #wire: Link
  readonly #keys = new Map<bigint, AuthKey>()
  readonly #plaintextIds: MsgIdSource
  #stages: LinkStages = {}
  #socket: Socket | undefined

  /** The connection number `link` of a harness. */
  constructor(link: number, host: ListeningHost, random: Random, framing: FramingName) {
    const { crypto } = host
    this.#link = link
    this.#host = host
    this.#plaintextIds = new MsgIdSource(random)
    const transport = new ClientTransport({ framing, crypto, random })
    this.#wire = new Link({
      side: 'client',
      transport,
      start: transport.start(),
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

  /** Dials the data centre `dc`. */
  open(dc: number, address: Address): void {
    this.dc = dc
    this.#socket = this.#host.connect(address, {
      opened: () => {
        this.isOpen = true
      },
      received: bytes => this.#received(bytes),
      closed: () => {
        this.isClosed = true
      },
    })
  }

  close(): void {
    this.#socket?.close()
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

  /** Sends bytes that were sent before. */
  repeat(bytes: Uint8Array): void {
    this.#socket?.write(bytes)
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
    for (let bytes = this.#wire.pollWrite(); bytes !== undefined; bytes = this.#wire.pollWrite()) {
      this.sent.push(bytes)
      this.#socket?.write(bytes)
    }
    this.#stages = {}
  }
}
