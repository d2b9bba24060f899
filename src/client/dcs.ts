// Where the public data centres are. help.getConfig has the current list; these are for the first contact.
// Source: /mtproto/transports, /api/datacenter
import { MtprotoError } from '../core/errors.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { ProxyAddress } from '../core/transport/proxy-link.ts'
import { framingThrough } from '../core/transport/proxy-secret.ts'
import { authority } from '../host/authority.ts'
import type { Address } from '../host/host.ts'

/** One data centre and an address of it. */
export interface DcAddress extends Address {
  readonly id: number
}

interface PublicDc {
  readonly id: number
  /** of the host names for WebSockets */
  readonly name: string
  readonly hosts: readonly string[]
}

/** Of TCP, the likeliest to be let through first. */
const PORTS = [443, 5222, 80]

const PRODUCTION: readonly PublicDc[] = [
  { id: 2, name: 'venus', hosts: ['149.154.167.51', '2001:67c:4e8:f002::a', '95.161.76.100'] },
  { id: 1, name: 'pluto', hosts: ['149.154.175.50', '2001:b28:f23d:f001::a'] },
  { id: 3, name: 'aurora', hosts: ['149.154.175.100', '2001:b28:f23d:f003::a'] },
  { id: 4, name: 'vesta', hosts: ['149.154.167.91', '2001:67c:4e8:f004::a'] },
  { id: 5, name: 'flora', hosts: ['149.154.171.5', '2001:b28:f23f:f005::a'] },
]

const TEST: readonly PublicDc[] = [
  { id: 2, name: 'venus', hosts: ['149.154.167.40', '2001:67c:4e8:f002::e'] },
  { id: 1, name: 'pluto', hosts: ['149.154.175.10', '2001:b28:f23d:f001::e'] },
  { id: 3, name: 'aurora', hosts: ['149.154.175.117', '2001:b28:f23d:f003::e'] },
]

/**
 * The public data centres by TCP, the usual home first; `test` chooses the separate test environment. Each has
 * several addresses, IPv4 before IPv6 and port 443 before 5222 and 80, in the order in which they are tried.
 */
export function publicDcs(test: boolean): DcAddress[] {
  return (test ? TEST : PRODUCTION).flatMap(({ id, hosts }) =>
    PORTS.flatMap(port => hosts.map(host => ({ id, host, port }))),
  )
}

/** The public data centres by WebSocket over TLS, the usual home first; `test` as for publicDcs. */
export function publicWebSocketDcs(test: boolean): DcAddress[] {
  const path = test ? '/apiws_test' : '/apiws'
  return (test ? TEST : PRODUCTION).map(({ id, name }) => {
    const host = `${name}.web.telegram.org`
    return { id, host, port: 443, webSocket: 'wss' as const, path }
  })
}

/**
 * The addresses of each data centre, in their order. Throws ERR_ARGUMENT when one data centre is to be reached
 * by TCP and by WebSocket: what a connection speaks is settled before it is known which address answers.
 */
export function addressesById(dcs: readonly DcAddress[]): Map<number, DcAddress[]> {
  const byId = new Map<number, DcAddress[]>()
  for (const dc of dcs) {
    const known = byId.get(dc.id) ?? []
    if (known.some(({ webSocket }) => (webSocket === undefined) !== (dc.webSocket === undefined)))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: `dcs, DC ${dc.id}`,
        expected: 'addresses that are all of TCP or all of WebSockets',
      })
    byId.set(dc.id, [...known, dc])
  }
  return byId
}

/**
 * Throws ERR_ARGUMENT when data centres cannot be reached through this proxy in this way: it is dialled by TCP, and
 * its secret may not allow the transport.
 */
export function checkProxy(
  { secret }: ProxyAddress,
  transport: FramingName | undefined,
  dcs: readonly DcAddress[],
): void {
  framingThrough(secret, transport)
  if (dcs.some(({ webSocket }) => webSocket !== undefined))
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'proxy',
      got: 'data centres behind WebSockets',
      advice: 'a proxy is reached by TCP alone',
    })
}

/** A data centre and where it is, or the proxy that leads there, in words. */
export function placeOf(
  dc: number,
  [first, ...others]: readonly Address[],
  proxy?: ProxyAddress,
): string {
  if (proxy !== undefined) return `DC ${dc} through the proxy ${authority(proxy)}`
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return first === undefined ? `DC ${dc}` : `DC ${dc} at ${authority(first)}${more}`
}
