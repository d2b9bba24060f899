// Inputs below 64 KiB that would like to become large, each with the code that takes such input.
import { gzipSync } from 'node:zlib'
import { concat } from '../../src/core/bytes/bytes.ts'
import type { EncryptedMessage } from '../../src/core/envelope/encrypted.ts'
import { gunzip } from '../../src/core/gzip/gunzip.ts'
import { encodeContainer } from '../../src/core/session/container.ts'
import { MAX_UNPACKED, unpack } from '../../src/core/session/gzip-packed.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { decode, decodeCall, encode } from '../../src/core/tl/schema.ts'
import { noTrace } from '../../src/core/trace.ts'
import { interpret } from '../../src/trace/interpreter.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { Pair } from '../support/pair.ts'
import { parsedSchemas } from './schemas.ts'
import { int, typed } from './target.ts'
import { target as framesIn } from './targets/frames-in.ts'
import { target as framesOut } from './targets/frames-out.ts'

/** What arrives, and what is done with it. */
export interface Lit {
  readonly input: Uint8Array
  run(): unknown
}

export interface Bomb {
  readonly name: string
  light(): Lit
}

const VECTOR = int(0x1cb5c415)
const UPDATES = int(0x74ae4240)
const LOGIN_TOKEN = int(0x564fe691)
const ANSWER = int(0x0badf00d)

/** 16 MiB that begin with `head` and go on with one item after another, packed. */
function packedFull(head: Uint8Array, item: Uint8Array): Uint8Array {
  const full = new Uint8Array(MAX_UNPACKED)
  full.set(head)
  for (let at = head.length; at + item.length <= full.length; at += item.length) full.set(item, at)
  return gzipPacked(full)
}

function gzipPacked(data: Uint8Array): Uint8Array {
  const packedData = new Uint8Array(gzipSync(data, { level: 9 }))
  return encode(mtproto, { _: 'gzip_packed', packedData })
}

const given = (input: Uint8Array, run: () => unknown): Lit => ({ input, run: () => typed(run) })

/**
 * A client with so many calls in flight gets a container with these bodies, or a server gets it from a client.
 * The ids are those of the calls.
 */
function delivered(
  to: 'client' | 'server',
  calls: number,
  bodiesFor: (msgIds: readonly bigint[]) => Uint8Array[],
): Lit {
  let bodies: Uint8Array[] | undefined
  const envelope = (record: EncryptedMessage): EncryptedMessage[] => {
    if (bodies === undefined) return [record]
    const body = containerOf(bodies, record.msgId)
    bodies = undefined
    const padding = new Uint8Array(12 + (-(32 + body.length + 12) & 15))
    return [{ ...record, body, length: body.length, padding }]
  }
  const quiet = { trace: noTrace }
  const pair = new Pair({
    client: { ...quiet, ...(to === 'server' && { stages: { envelope } }) },
    server: { ...quiet, ...(to === 'client' && { stages: { envelope } }) },
  })
  pair.onCall = () => {}
  pair.invoke(...Array.from({ length: calls }, (_, i) => i + 1))
  const prepared = bodiesFor(pair.calls.map(({ msgId }) => msgId))
  return {
    input: containerOf(prepared, 2n ** 60n),
    run() {
      bodies = prepared
      if (to === 'server') pair.invoke(calls + 1)
      else pair.serverInput({ kind: 'answer', call: pair.calls[0]!.call, body: ANSWER })
      return pair
    },
  }
}

/** A container whose items have ids just below its own. */
function containerOf(bodies: readonly Uint8Array[], msgId: bigint): Uint8Array {
  const least = msgId - 4n * BigInt(bodies.length)
  return encodeContainer(
    bodies.map((body, i) => ({ msgId: least + 4n * BigInt(i), seqNo: 2 * i + 1, body })),
  )
}

export const BOMBS: readonly Bomb[] = [
  {
    name: 'a gzip stream of 16 MiB',
    light() {
      const input = new Uint8Array(gzipSync(new Uint8Array(MAX_UNPACKED), { level: 9 }))
      return given(input, () => gunzip(input, MAX_UNPACKED))
    },
  },
  {
    name: 'a gzip stream of 60 MiB',
    light() {
      const input = new Uint8Array(gzipSync(new Uint8Array(60 * 2 ** 20), { level: 9 }))
      return given(input, () => gunzip(input, MAX_UNPACKED))
    },
  },
  {
    name: 'a packed list of four million empty updates',
    light() {
      const input = packedFull(concat(UPDATES, VECTOR, int(4_194_300)), LOGIN_TOKEN)
      return given(input, () => decode(api, unpack(input)))
    },
  },
  {
    name: 'a packed list of a million future salts',
    light() {
      const head = concat(int(0xae500895), new Uint8Array(12), int(1_000_000))
      const input = packedFull(head, new Uint8Array(16))
      return given(input, () => decode(mtproto, unpack(input)))
    },
  },
  {
    name: 'a packed list of addresses with every flag set',
    light() {
      const address = concat(int(0x18b7a10d), int(0x43f), new Uint8Array(16))
      const input = packedFull(concat(int(0x8e5e9873), VECTOR, int(699_048)), address)
      return given(input, () => decode(api, unpack(input)))
    },
  },
  {
    name: 'a packed container of small messages, decoded as an object',
    light() {
      const message = concat(new Uint8Array(12), int(4), ANSWER)
      const input = packedFull(concat(int(0x73f1f8dc), int(838_860)), message)
      return given(input, () => decode(mtproto, unpack(input)))
    },
  },
  {
    name: 'a packed acknowledgement of two million messages',
    light() {
      const head = concat(int(0x62d6b459), VECTOR, int(2_097_150))
      const input = packedFull(head, new Uint8Array(8).fill(0x55))
      return given(input, () => decode(mtproto, unpack(input)))
    },
  },
  {
    name: 'a packed text of 16 MiB that takes two bytes a letter',
    light() {
      const head = concat(int(0x2144ca19), int(1), Uint8Array.of(0xfe, 0xf0, 0xff, 0xff))
      const input = packedFull(head, Uint8Array.of(0xd0, 0x96))
      return given(input, () => decode(mtproto, unpack(input)))
    },
  },
  {
    name: 'a vector that announces 2^31 - 1 items',
    light() {
      const input = concat(int(0x62d6b459), VECTOR, int(0x7fffffff))
      return given(input, () => decode(mtproto, input))
    },
  },
  {
    name: 'five thousand calls in one another',
    light() {
      const wrapper = concat(int(0xcb9f372d), new Uint8Array(8))
      const input = concat(...Array.from({ length: 5_000 }, () => wrapper))
      return given(input, () => decodeCall(api, input))
    },
  },
  {
    name: 'a container of three items that each unpack to 16 MiB',
    light() {
      const body = packedFull(ANSWER, ANSWER)
      return delivered('client', 1, () => [body, body, body])
    },
  },
  {
    name: 'a container of 250 items that each unpack to 128 KiB',
    light() {
      const body = gzipPacked(new Uint8Array(2 ** 17))
      return delivered('server', 1, () => Array.from({ length: 250 }, () => body))
    },
  },
  {
    name: 'three results that each unpack to 16 MiB',
    light() {
      const result = packedFull(ANSWER, ANSWER)
      return delivered('client', 3, msgIds =>
        msgIds.map(reqMsgId => encode(mtproto, { _: 'rpc_result', reqMsgId, result })),
      )
    },
  },
  {
    name: '100 packed results that each unpack to a result that unpacks to 16 MiB',
    light() {
      const result = packedFull(ANSWER, ANSWER)
      return delivered('client', 100, msgIds =>
        msgIds.map(reqMsgId => gzipPacked(encode(mtproto, { _: 'rpc_result', reqMsgId, result }))),
      )
    },
  },
  {
    name: 'a recording of a packed list of four million empty updates',
    light() {
      const input = packedFull(concat(UPDATES, VECTOR, int(4_194_300)), LOGIN_TOKEN)
      const vocabulary = new Vocabulary(parsedSchemas())
      return given(input, () => interpret(input, vocabulary, 'update'))
    },
  },
  {
    name: 'frames that announce 4 MiB and never end',
    light() {
      const input = concat(int(2 ** 22), new Uint8Array(65_000))
      const toClient = concat(Uint8Array.of(1, 255), input)
      const toServer = concat(Uint8Array.of(255), int(0xeeeeeeee), input)
      return given(input, () => [framesIn.run(toClient), framesOut.run(toServer)])
    },
  },
]
