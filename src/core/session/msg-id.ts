// Message identifiers: about unixtime * 2^32, strictly rising for each sender, the two lowest bits
// telling who sent the message and why. Source: /mtproto/description#message-identifier-msg-id
import type { Random, Side } from '../machine.ts'

/** What a server message is: an answer to a client message, or anything else. Clients only ever request. */
export type MsgIdKind = 'request' | 'answer' | 'notice'

const LOW_BITS: Record<MsgIdKind, bigint> = { request: 0n, answer: 1n, notice: 3n }

/** A receiver ignores messages older than this, in milliseconds. */
const MAX_AGE = 300_000
/** A receiver ignores messages further ahead than this, in milliseconds. */
const MAX_LEAD = 30_000

/** SES-01, SES-02: draws strictly rising message ids for one sender in one session. */
export class MsgIdSource {
  readonly #random: Random
  #last = 0n

  constructor(random: Random) {
    this.#random = random
  }

  /** The next id for server time `unix` (milliseconds), which may have stepped back since the last. */
  next(unix: number, kind: MsgIdKind): bigint {
    // A millisecond spans 2^32 / 1000 ids; the bits below its resolution are random, never constant.
    const noise = this.#random(3, 'msg_id')
    const jitter = BigInt((noise[0]! | (noise[1]! << 8) | (noise[2]! << 16)) & 0x3ffffc)
    let id = (((BigInt(Math.floor(unix)) << 32n) / 1000n + jitter) & ~3n) | LOW_BITS[kind]
    if (id <= this.#last) id = ((this.#last & ~3n) + 4n) | LOW_BITS[kind]
    this.#last = id
    // A TL long is signed: from 2038 on, by whatever clock, the highest bit is set.
    return BigInt.asIntN(64, id)
  }
}

/** The moment a msg_id names, in milliseconds since 1970. */
export function unixOfMsgId(msgId: bigint): number {
  return Number((BigInt.asUintN(64, msgId) * 1000n) >> 32n)
}

/** C-7 (ENC-11): ids from a server are odd; ids from a client are divisible by four. */
export function hasParityOf(side: Side, msgId: bigint): boolean {
  return side === 'server' ? (msgId & 1n) === 1n : (msgId & 3n) === 0n
}

/** C-9: whether a msg_id lies outside the window a receiver accepts at server time `unix`, and on which side. */
export function timeFault(msgId: bigint, unix: number): 'past' | 'future' | undefined {
  const moment = unixOfMsgId(msgId)
  if (moment < unix - MAX_AGE) return 'past'
  if (moment > unix + MAX_LEAD) return 'future'
  return undefined
}
