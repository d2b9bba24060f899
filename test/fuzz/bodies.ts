// Message bodies out of a script: raw objects, packed ones, results of calls and containers, in one another.
import { gzipSync } from 'node:zlib'
import { concat } from '../../src/core/bytes/bytes.ts'
import { writeInt64LE } from '../../src/core/bytes/integers.ts'
import { encodeContainer } from '../../src/core/session/container.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { block, type Script } from './target.ts'

const RAW = 0
const PACKED = 1
const RESULT = 2
const CONTAINER = 3

/** In front of a number: that message's id stands here. */
const PLACEHOLDER = [0x5e, 0x55, 0x10, 0x4d, 0x5e, 0x55, 0x10]

/** Where a body takes message ids from. */
export interface Ids {
  /** those of the messages that the other side sent */
  readonly received: readonly bigint[]
  /** a fresh one */
  next(): bigint
}

/** The next body of a script, in whole words. */
export function readBody(script: Script, ids: Ids, depth = 0): Uint8Array {
  const kind = depth < 3 ? script.byte() % 4 : RAW
  switch (kind) {
    case PACKED: {
      const packedData = new Uint8Array(gzipSync(readBody(script, ids, depth + 1), { level: 1 }))
      return encode(mtproto, { _: 'gzip_packed', packedData })
    }
    case RESULT: {
      const reqMsgId = nth(ids.received, script.byte())
      const result = readBody(script, ids, depth + 1)
      return encode(mtproto, { _: 'rpc_result', reqMsgId, result })
    }
    case CONTAINER: {
      const items = Array.from({ length: script.byte() % 8 }, () => ({
        msgId: ids.next(),
        seqNo: script.byte(),
        body: readBody(script, ids, depth + 1),
      }))
      return encodeContainer(items)
    }
    default:
      return fillIn(script.block(), ids.received)
  }
}

/** How much time passes, in milliseconds: up to two minutes, or now and then up to an hour. */
export function readTime(script: Script): number {
  const units = script.byte()
  return units < 244 ? units * 500 : (units - 243) * 300_000
}

/** The steps that readBody takes for a body as it is. */
export function rawBody(body: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(RAW), block(body))
}

/** What stands in a raw body for the id of the message of this number. */
export function placeholder(number: number): Uint8Array {
  return Uint8Array.of(...PLACEHOLDER, number)
}

/** The bytes and as many zeros as make whole words, of which there is at least one. */
export function words(bytes: Uint8Array): Uint8Array {
  return concat(bytes, new Uint8Array(bytes.length === 0 ? 4 : -bytes.length & 3))
}

/** Counted from the last one. */
export function nth(ids: readonly bigint[], number: number): bigint {
  return ids.at(-1 - (number % Math.max(1, ids.length))) ?? 0n
}

function fillIn(body: Uint8Array, ids: readonly bigint[]): Uint8Array {
  const filled = words(body)
  for (let at = filled.indexOf(PLACEHOLDER[0]!); at >= 0; ) {
    if (PLACEHOLDER.every((byte, i) => filled[at + i] === byte) && at + 8 <= filled.length)
      writeInt64LE(filled, at, nth(ids, filled[at + 7]!))
    at = filled.indexOf(PLACEHOLDER[0]!, at + 1)
  }
  return filled
}
