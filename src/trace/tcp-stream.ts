// A connection as the TCP segments that could have carried it: handshake, data of both sides, and the end. The
// addresses of the client are made up, numbers and checksums are right. Source: RFC 791, RFC 9293
import { concat } from '../core/bytes/bytes.ts'
import type { Side } from '../core/machine.ts'

const IP_HEADER = 20
const TCP_HEADER = 20
/** The most data that fits behind both headers into a packet of 65,535 bytes. */
export const MAX_SEGMENT: number = 65_535 - IP_HEADER - TCP_HEADER
const PROTOCOL_TCP = 6
const TTL = 64
const WINDOW = 65_535

const FIN = 0x01
const SYN = 0x02
const PUSH = 0x08
const ACK = 0x10

/** Addresses for documentation (RFC 5737): the client's, and that of a server that is not named by IPv4. */
const CLIENT = Uint8Array.of(192, 0, 2, 1)
const SERVER = Uint8Array.of(198, 51, 100, 1)
/** The first port that no service has of its own. */
const FIRST_PORT = 49_152
const PORTS = 65_536 - FIRST_PORT

interface End {
  readonly address: Uint8Array
  readonly port: number
  /** the number of the next byte, modulo 2^32 */
  next: number
}

/** Builds the packets of one connection, each an IPv4 packet. */
export class TcpStream {
  readonly #ends: Readonly<Record<Side, End>>

  /** `link` is the number of the connection; the server is at `host`, by name or address, and `port`. */
  constructor(link: number, host: string, port: number) {
    this.#ends = {
      client: { address: CLIENT, port: FIRST_PORT + (link % PORTS), next: 0 },
      server: { address: ipv4(host) ?? SERVER, port: port & 0xffff, next: 0 },
    }
  }

  /** The three packets with which a connection begins. */
  open(): Uint8Array[] {
    return [
      this.#segment('client', SYN),
      this.#segment('server', SYN | ACK),
      this.#segment('client', ACK),
    ]
  }

  /** The packets that carry `bytes` of one side, at least one. */
  data(from: Side, bytes: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = []
    for (let at = 0; at === 0 || at < bytes.length; at += MAX_SEGMENT)
      packets.push(this.#segment(from, PUSH | ACK, bytes.subarray(at, at + MAX_SEGMENT)))
    return packets
  }

  /** The packets with which both sides end the connection. */
  close(): Uint8Array[] {
    return [
      this.#segment('client', FIN | ACK),
      this.#segment('server', FIN | ACK),
      this.#segment('client', ACK),
    ]
  }

  #segment(from: Side, flags: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
    const end = this.#ends[from]
    const other = this.#ends[from === 'client' ? 'server' : 'client']
    const tcp = new Uint8Array(TCP_HEADER + data.length)
    const view = new DataView(tcp.buffer)
    view.setUint16(0, end.port)
    view.setUint16(2, other.port)
    view.setUint32(4, end.next)
    view.setUint32(8, flags & ACK ? other.next : 0)
    view.setUint8(12, (TCP_HEADER / 4) << 4)
    view.setUint8(13, flags)
    view.setUint16(14, WINDOW)
    tcp.set(data, TCP_HEADER)
    view.setUint16(16, checksum(pseudoHeader(end.address, other.address, tcp.length), tcp))
    // SYN and FIN count like a byte
    end.next = (end.next + data.length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0
    return concat(ipHeader(end.address, other.address, tcp.length), tcp)
  }
}

function ipHeader(from: Uint8Array, to: Uint8Array, length: number): Uint8Array {
  const header = new Uint8Array(IP_HEADER)
  const view = new DataView(header.buffer)
  view.setUint8(0, 0x45)
  view.setUint16(2, IP_HEADER + length)
  // not to be cut into fragments
  view.setUint16(6, 0x4000)
  view.setUint8(8, TTL)
  view.setUint8(9, PROTOCOL_TCP)
  header.set(from, 12)
  header.set(to, 16)
  view.setUint16(10, checksum(header))
  return header
}

/** What a checksum of TCP covers beside the segment. */
function pseudoHeader(from: Uint8Array, to: Uint8Array, length: number): Uint8Array {
  return concat(from, to, Uint8Array.of(0, PROTOCOL_TCP, length >>> 8, length))
}

/** The complement of the sum of 16-bit words in one's complement; only the last part may have an odd length. */
function checksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts)
    for (let i = 0; i < part.length; i += 2) sum += (part[i]! << 8) | (part[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** The four bytes of an address such as 127.0.0.1. */
function ipv4(host: string): Uint8Array | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? host.split('.').map(Number) : []
  return parts.length === 4 && parts.every(part => part < 256) ? Uint8Array.from(parts) : undefined
}
