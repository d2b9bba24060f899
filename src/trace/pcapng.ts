// pcapng, the file format of Wireshark: blocks of words in little-endian order, each with its length at both ends.
// Source: the IETF draft "PCAP Capture File Format" (draft-ietf-opsawg-pcapng). What is written is one section with
// one interface, whose packets begin with an IP header.
import { concat } from '../core/bytes/bytes.ts'
import { writeInt64LE, writeUint32LE } from '../core/bytes/integers.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET = 6
const BYTE_ORDER = 0x1a2b3c4d
/** LINKTYPE_RAW: an IP packet, nothing in front of it. */
const RAW_IP = 101
const COMMENT = 1
/** The longest comment, in bytes: an option announces its size in 16 bits. */
const MAX_COMMENT = 65_000

/** The blocks that a file begins with. */
export function fileHead(): Uint8Array {
  const length = new Uint8Array(8)
  // not known in advance
  writeInt64LE(length, 0, -1n)
  return concat(
    block(SECTION, words(BYTE_ORDER, 1), length),
    // the link type, and no limit to the size of a packet
    block(INTERFACE, words(RAW_IP, 0)),
  )
}

/** A packet at `time`, in unix microseconds, with a comment unless that is empty. */
export function packetBlock(packet: Uint8Array, time: number, comment: string): Uint8Array {
  const high = Math.floor(time / 2 ** 32)
  const head = words(0, high, time % 2 ** 32, packet.length, packet.length)
  return block(PACKET, head, padded(packet), comment === '' ? words() : commentOption(comment))
}

function commentOption(comment: string): Uint8Array {
  let bytes = encodeUtf8(comment)
  if (bytes.length > MAX_COMMENT) {
    let end = MAX_COMMENT
    // not inside a character
    while ((bytes[end]! & 0xc0) === 0x80) end--
    bytes = concat(bytes.subarray(0, end), encodeUtf8('…'))
  }
  return concat(words(COMMENT | (bytes.length << 16)), padded(bytes), words(0))
}

function block(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts)
  const length = body.length + 12
  return concat(words(type, length), body, words(length))
}

function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  for (const [i, value] of values.entries()) writeUint32LE(bytes, 4 * i, value)
  return bytes
}

function padded(bytes: Uint8Array): Uint8Array {
  return concat(bytes, new Uint8Array(-bytes.length & 3))
}
