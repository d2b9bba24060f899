// An MTProxy in front of the data centres of a TestDc: one more port, on which a client that knows the secret
// names the data centre it wants.
import type { MtprotoError } from '../core/errors.ts'
import { SeenHellos } from '../core/transport/fake-tls-server.ts'
import { MtProxy, type MtProxyOptions, type MtProxyOutput } from '../core/transport/mtproxy.ts'
import { encodeProxyLink } from '../core/transport/proxy-link.ts'
import type { ProxySecret } from '../core/transport/proxy-secret.ts'
import { Driver } from '../host/driver.ts'
import type { Address, Host, Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'

export interface ProxyOptions {
  readonly host: Host
  readonly random: Host['random']
  readonly secret: ProxySecret
  /** what accepts the connections for a data centre, by the number that clients give; undefined: there is none */
  readonly find: (dcId: number) => ((socket: Socket) => SocketEvents) | undefined
  /** the hellos of all its connections */
  readonly seen: SeenHellos
  /** told of a client that is sent away */
  readonly refused?: (error: MtprotoError) => void
  readonly stages?: MtProxyOptions['stages']
}

export class ProxyPort {
  /** the `tg://proxy` link with which clients find it */
  readonly link: string
  readonly #listener: Listener

  private constructor(listener: Listener, link: string) {
    this.#listener = listener
    this.link = link
  }

  /** Listens on `address`, and tells clients to come to `advertised` at the same port. */
  static async listen(
    options: Omit<ProxyOptions, 'seen'> & { readonly host: ListeningHost },
    address: Address,
    advertised: string,
  ): Promise<ProxyPort> {
    const seen = new SeenHellos()
    const accept = (socket: Socket) => proxied({ ...options, seen }, socket)
    const listener = await options.host.listen(address, accept)
    const { port } = listener.address
    return new ProxyPort(
      listener,
      encodeProxyLink({ host: advertised, port, secret: options.secret }),
    )
  }

  /** Stops listening and hangs up. */
  close(): Promise<void> {
    return this.#listener.close()
  }
}

/** One connection of a proxy: what happens on the socket of the client goes on to a data centre. */
export function proxied(options: ProxyOptions, client: Socket): SocketEvents {
  const { host, random, secret, find, seen, refused, stages } = options
  const { crypto } = host
  const machine = new MtProxy({ secret, crypto, random, seen, stages })
  let dc: SocketEvents | undefined
  const driver = new Driver(machine, host, (output: MtProxyOutput) => {
    switch (output.kind) {
      case 'open':
        dc = find(output.dcId)?.({
          write: bytes => driver.input({ kind: 'from-dc', bytes }),
          close: () => client.close(),
        })
        if (dc === undefined) client.close()
        return
      case 'to-dc':
        return dc?.received(output.bytes)
      case 'to-client':
        return client.write(output.bytes)
      case 'refuse':
        refused?.(output.error)
        return client.close()
    }
  })
  driver.input({ kind: 'accepted' })
  return {
    opened: () => {},
    received: bytes => driver.input({ kind: 'from-client', bytes }),
    closed: reason => {
      driver.stop()
      dc?.closed(reason)
    },
  }
}
