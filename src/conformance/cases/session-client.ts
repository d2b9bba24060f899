// How a client numbers, packs and acknowledges, and what it takes out of containers. Source: /mtproto/description,
// /mtproto/service_messages, /mtproto/service_messages_about_messages
import { concat } from '../../core/bytes/bytes.ts'
import { writeUint32LE } from '../../core/bytes/integers.ts'
import { encodeContainer } from '../../core/session/container.ts'
import type { Message } from '../../core/session/message.ts'
import { unixOfMsgId } from '../../core/session/msg-id.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { Dc } from '../dc.ts'
import { burst, type DcHarness, type DcSetup, IDLE, TWO_CALLS } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, DROP, ERROR, type Outcome } from '../outcome.ts'
import { advance, expect, must, type Steps, waitFor } from '../steps.ts'
import { refusedCall, sessionCase } from './after-reply.ts'
import { ACK_TIME, faultyAnswer, finalError } from './faulty-answer.ts'
import { expectCall, finish, LONG, resultOf, succeed } from './shared.ts'

/** The scenario succeeds, and then this has to hold. */
const watch = (check: (harness: DcHarness) => void, after = 0) =>
  function* (harness: DcHarness): Steps {
    const outcome: Outcome = yield* succeed(harness)
    yield* advance(after)
    check(harness)
    return outcome
  }

/** The messages of each session, by msg_id. */
function sessions({ heard }: Dc): Heard[][] {
  const ids = [...new Set(heard.map(({ sessionId }) => sessionId))]
  return ids.map(id =>
    heard
      .filter(({ sessionId }) => sessionId === id)
      .sort((a, b) => (a.msgId < b.msgId ? -1 : a.msgId > b.msgId ? 1 : 0)),
  )
}

function checkMsgIds({ dc }: DcHarness): void {
  for (const { msgId } of dc.heard) {
    must((msgId & 3n) === 0n, 'a msg_id not divisible by 4')
    must(Math.abs(unixOfMsgId(msgId) - dc.unix) < 120_000, 'a msg_id far from the time')
  }
  const low = new Set(dc.heard.map(({ msgId }) => msgId & 0xffffffffn))
  must(
    low.size > 1 && dc.heard.every(({ msgId }) => (msgId & 0xfffffn) !== 0n),
    'the low bits do not vary',
  )
}

/** Messages that are never content-related; every call of the API is. */
const NEVER = ['msg_container', 'msgs_ack', 'msg_copy']

function checkSeqNos({ dc }: DcHarness): void {
  for (const messages of sessions(dc)) {
    let contents = 0
    for (const { seqNo, name, call } of messages) {
      const isOdd = seqNo % 2 === 1
      must(
        seqNo === 2 * contents + (isOdd ? 1 : 0),
        `seqno ${seqNo} after ${contents} content-related messages`,
      )
      must(!isOdd || !NEVER.includes(name), `${name} with an odd seqno`)
      must(isOdd || call === undefined, `${name} with an even seqno`)
      if (isOdd) contents++
    }
  }
}

function checkContainers({ dc }: DcHarness): void {
  for (const { msgId, name, body } of dc.heard) {
    if (name !== 'msg_container') continue
    const items = dc.heard.filter(({ container }) => container === msgId)
    must(items.length <= 1020, `a container of ${items.length} messages`)
    must(items.length === 1 || body.length <= 32_768 + 8, `a container of ${body.length} bytes`)
  }
}

/** The message of a case is acknowledged, or is not. */
function* acknowledged(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const [msgId] = dc.reply(call, resultOf(call, dc))
  return (yield* waitFor(() => dc.acked.has(msgId!), ACK_TIME)) ? ACCEPT : DROP
}

/** A message comes again after it was acknowledged. */
function* again(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const msgId = dc.answer(call, resultOf(call, dc))
  yield* expect('acknowledgement', () => dc.acked.has(msgId), ACK_TIME)
  dc.acked.clear()
  dc.resend(msgId)
  yield* expect('second acknowledgement', () => dc.acked.has(msgId), ACK_TIME)
  return ACCEPT
}

/** Content-related messages that need nothing but an acknowledgement. */
const nothing = { _: 'rpc_result', reqMsgId: 4n, result: encode(mtproto, finalError()) } as const

/** So many acknowledgements are owed at once. */
const owed = (count: number, within: number) =>
  function* (harness: DcHarness): Steps {
    const { dc } = harness
    const call = yield* expectCall(dc)
    dc.answer(call, resultOf(call, dc))
    yield* advance(ACK_TIME)
    const sent = Array.from({ length: count }, () => dc.send({ body: nothing, kind: 'answer' }))
    yield* expect('acknowledgements', () => sent.every(msgId => dc.acked.has(msgId)), within)
    for (const { service } of dc.heard)
      must(
        service?._ !== 'msgs_ack' || service.msgIds.length <= 8192,
        'more than 8192 ids in one message',
      )
    return ACCEPT
  }

/** The query is acknowledged and answered much later. */
function* answeredLate(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  const repeated = yield* waitFor(() => dc.takeCall(), 100_000)
  must(repeated === undefined, 'the call came again on the same connection')
  if (!harness.isOver) dc.answer(call, resultOf(call, dc))
  return yield* succeed(harness)
}

interface Item {
  readonly body: Uint8Array
  readonly seqNo?: number
}

/** A container around these bodies, its body made by `spoil`. */
const inContainer = (
  make: (answer: Uint8Array, dc: Dc) => readonly Item[],
  spoil: (body: Uint8Array, items: readonly Message[]) => Uint8Array = body => body,
): DcSetup => ({
  reply: (answer, _, dc) => {
    // after what was sent before, for there are clients that pass over a msg_id below all that they know
    const first = dc.msgId(-0.002, 1n)
    const items = make(encode(mtproto, answer), dc).map(({ body, seqNo = 1 }, i) => ({
      msgId: first + 4n * BigInt(i),
      seqNo,
      body,
    }))
    return [{ body: spoil(encodeContainer(items), items), kind: 'answer' }]
  },
})

const ack: Item = { body: encode(mtproto, { _: 'msgs_ack', msgIds: [] }), seqNo: 0 }
const update: Item = { body: encode(mtproto, nothing) }

/** The declared size of the first item is another one. */
const itemSize = (size: (real: number) => number): DcSetup =>
  inContainer(
    answer => [{ body: answer }, ack],
    (body, items) => {
      const spoilt = body.slice()
      writeUint32LE(spoilt, 8 + 12, size(items[0]!.body.length) >>> 0)
      return spoilt
    },
  )

const packedAnswer = (make: (packed: Uint8Array) => Uint8Array): DcSetup => ({
  reply: (_, call, dc) => {
    const packed = make(dc.compress(resultOf(call, dc)))
    const result = encode(mtproto, { _: 'gzip_packed', packedData: packed })
    return [{ body: { _: 'rpc_result', reqMsgId: call.msgId, result }, kind: 'answer' }]
  },
})

/** A result that cannot be unpacked fails alone: the call, or the message. */
function* unpackable(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  yield* waitFor(() => harness.isOver, 1000)
  if (harness.isOver) return program.state === 'failed' ? ERROR : ACCEPT
  dc.answer(call, resultOf(call, dc))
  yield* finish(harness, LONG)
  return DROP
}

const HUGE = 2 ** 25

export const sessionClient = (): readonly Case[] => [
  sessionCase(
    'SES-02',
    'msg-ids',
    'the msg_ids of some calls',
    undefined,
    [ACCEPT],
    watch(checkMsgIds),
    { scenario: TWO_CALLS },
  ),
  sessionCase(
    'SES-03',
    'seqnos',
    'the seqnos of calls, acknowledgements, pings and containers',
    undefined,
    [ACCEPT],
    watch(checkSeqNos, 200_000),
    { scenario: burst(30) },
  ),
  sessionCase(
    'SES-03',
    'seqnos-one-by-one',
    'the seqnos of single calls',
    undefined,
    [ACCEPT],
    watch(checkSeqNos, 200_000),
    { scenario: TWO_CALLS },
  ),
  sessionCase(
    'SES-04',
    'even',
    'an answer with an even seqno',
    { envelope: message => [{ ...message, seqNo: message.seqNo - 1 }] },
    [DROP],
    acknowledged,
    { scenario: IDLE, patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-05',
    'again',
    'a message that was acknowledged, again',
    undefined,
    [ACCEPT],
    again,
    { scenario: IDLE, patience: 3 * ACK_TIME },
  ),
  sessionCase(
    'SES-06',
    'seventeen',
    '17 acknowledgements owed at once',
    undefined,
    [ACCEPT],
    owed(17, 2000),
    { scenario: IDLE },
  ),
  sessionCase(
    'SES-06',
    'thousands',
    '9000 acknowledgements owed at once',
    undefined,
    [ACCEPT],
    owed(9000, ACK_TIME),
    { scenario: IDLE, patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-07',
    'late',
    'an acknowledged query whose answer takes 100 s',
    { reply: (_, { msgId }) => [{ body: { _: 'msgs_ack', msgIds: [msgId] } }] },
    [ACCEPT],
    answeredLate,
    { patience: 120_000 },
  ),
  sessionCase(
    'SES-08',
    'three',
    'a container of a result, an update and an acknowledgement',
    inContainer(answer => [{ body: answer }, update, ack]),
    [ACCEPT],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-09',
    'nested',
    'the answer in a container in a container',
    inContainer(answer => [
      { body: encodeContainer([{ msgId: 5n, seqNo: 1, body: answer }]), seqNo: 0 },
    ]),
    [DROP],
    faultyAnswer(),
  ),
  ...(
    [
      ['overrun', real => real + 64],
      ['negative', () => -4],
      ['partial-word', real => real - 2],
      ['too-short', real => real - 4],
    ] as const satisfies readonly (readonly [string, (real: number) => number])[]
  ).map(([slug, size]) =>
    sessionCase('SES-10', slug, `an item size: ${slug}`, itemSize(size), [DROP], faultyAnswer()),
  ),
  sessionCase(
    'SES-10',
    'leftover',
    'four bytes behind the last item',
    inContainer(
      answer => [{ body: answer }],
      body => concat(body, new Uint8Array(4)),
    ),
    [DROP],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-10',
    'count',
    'a count of one more than there is',
    inContainer(
      answer => [{ body: answer }],
      body => {
        const spoilt = body.slice()
        writeUint32LE(spoilt, 4, 2)
        return spoilt
      },
    ),
    [DROP],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-11',
    'empty',
    'an empty container before the answer',
    { reply: answer => [{ body: encodeContainer([]) }, { body: answer, kind: 'answer' }] },
    [ACCEPT],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-12',
    'burst',
    '5000 calls at once',
    undefined,
    [ACCEPT],
    watch(checkContainers),
    { scenario: burst(5000), patience: 60_000 },
  ),
  sessionCase(
    'SES-13',
    'result',
    'a compressed result',
    packedAnswer(packed => packed),
    [ACCEPT],
    refusedCall,
  ),
  sessionCase(
    'SES-13',
    'item',
    'a compressed rpc_result in a container',
    inContainer((answer, dc) => [{ body: dc.pack(answer) }, ack]),
    [ACCEPT],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-13',
    'whole',
    'a compressed rpc_result',
    {
      reply: (answer, _, dc) => [
        { body: dc.pack(encode(mtproto, answer)), kind: 'answer', fields: { seqNo: 1 } },
      ],
    },
    [ACCEPT],
    faultyAnswer(),
  ),
  sessionCase(
    'SES-14',
    'cut',
    'a compressed result without its end',
    packedAnswer(packed => packed.subarray(0, -12)),
    [ERROR, DROP],
    unpackable,
  ),
  sessionCase(
    'SES-14',
    'damaged',
    'a compressed result with a wrong checksum',
    packedAnswer(packed => packed.map((byte, i) => (i === packed.length - 8 ? byte ^ 1 : byte))),
    [ERROR, DROP],
    unpackable,
  ),
  sessionCase(
    'SES-14',
    'enormous',
    'a result that unpacks to 32 MiB',
    {
      reply: (_, { msgId }, dc) => {
        const result = encode(mtproto, {
          _: 'gzip_packed',
          packedData: dc.compress(new Uint8Array(HUGE)),
        })
        return [{ body: { _: 'rpc_result', reqMsgId: msgId, result }, kind: 'answer' }]
      },
    },
    [ERROR, DROP],
    unpackable,
  ),
]
