// An MTProxy in front of the harness's data centres: it keeps all that clients send, and can get wrong what it
// sends itself on its first connection.
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { MtprotoError } from '../core/errors.ts'
import { type FakeTlsStages, SeenHellos } from '../core/transport/fake-tls-server.ts'
import type { ProxySecret } from '../core/transport/proxy-secret.ts'
import type { Host, Socket, SocketEvents } from '../host/host.ts'
import { type ProxyOptions, proxied } from '../test-dc/proxy.ts'
import type { Dc } from './dc.ts'
import type { DcSetup } from './dc-setup.ts'

/** A connection of a client. */
export interface ProxiedConnection {
  /** when it came: unix milliseconds */
  readonly at: number
  /** what it sent, in segments */
  readonly bytes: Uint8Array[]
  /** the data centre it wants, once it has said so */
  dcId: number | undefined
  /** why it was sent away */
  refusal: MtprotoError | undefined
  isClosed: boolean
}

export interface ProxyFrontOptions {
  readonly host: Host
  readonly seed: string
  readonly secret: ProxySecret
  readonly setup: DcSetup
  readonly find: (dcId: number) => Dc | undefined
  /** where the connections are kept */
  readonly proxied: ProxiedConnection[]
}

export class ProxyFront {
  readonly #options: ProxyFrontOptions
  readonly #common: Pick<ProxyOptions, 'host' | 'random' | 'secret' | 'seen'>

  constructor(options: ProxyFrontOptions) {
    const { host, secret, seed } = options
    this.#options = options
    const random = seededRandom(`${seed}/proxy`)
    this.#common = { host, random, secret, seen: new SeenHellos() }
  }

  accept(socket: Socket): SocketEvents {
    const { proxied: all, find, setup } = this.#options
    const connection: ProxiedConnection = {
      at: this.#options.host.now().unix,
      bytes: [],
      dcId: undefined,
      refusal: undefined,
      isClosed: false,
    }
    const { proxyAnswer, proxyRecord, proxySegment = whole } = all.length === 0 ? setup : {}
    all.push(connection)
    const stages: FakeTlsStages = {
      ...(proxyAnswer && { answer: proxyAnswer }),
      ...(proxyRecord && { record: proxyRecord }),
    }
    const events = proxied(
      {
        ...this.#common,
        stages,
        find: dcId => {
          connection.dcId = dcId
          const dc = find(dcId)
          return dc && (inner => dc.accept(inner))
        },
        refused: error => {
          connection.refusal = error
        },
      },
      {
        write: bytes => {
          for (const segment of proxySegment(bytes)) socket.write(segment)
        },
        close: () => socket.close(),
      },
    )
    return {
      opened: () => events.opened(),
      received: bytes => {
        connection.bytes.push(bytes)
        events.received(bytes)
      },
      closed: reason => {
        connection.isClosed = true
        events.closed(reason)
      },
    }
  }
}

const whole = (bytes: Uint8Array): Uint8Array[] => [bytes]
