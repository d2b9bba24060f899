// What a client's connections are made of: openings, frames, segments, key streams.
// Source: /mtproto/mtproto-transports, /mtproto/transports
import { concat } from '../../core/bytes/bytes.ts'
import { crc32 } from '../../core/bytes/crc32.ts'
import { toHex } from '../../core/bytes/hex.ts'
import { readUint32LE, writeUint32LE } from '../../core/bytes/integers.ts'
import type { RuleId } from '../../core/rules.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { FrameRecord, FramingName } from '../../core/transport/framing.ts'
import type { Case, ClientCase } from '../case.ts'
import type { Dc } from '../dc.ts'
import { type DcHarness, type DcSetup, type Subject, TWO_CALLS } from '../dc-harness.ts'
import { ACCEPT, CLOSE, DROP, NEWSES, RESEND } from '../outcome.ts'
import { must, type Steps, waitFor } from '../steps.ts'
import { sessionCase, whatFollows } from './after-reply.ts'
import { finalError } from './faulty-answer.ts'
import { change, expectCall, resultOf, succeed } from './shared.ts'

export const FRAMINGS = ['abridged', 'intermediate', 'padded', 'full'] as const
type TcpFraming = (typeof FRAMINGS)[number]

/** Everything a client has sent on a connection. */
const sentOn = ({ bytes }: Dc['accepted'][number]): Uint8Array => concat(...bytes)

/**
 * The answer is an error that ends the scenario, in a frame that the case spoils; the right answer follows, since
 * some look at a frame only when more bytes have come. ACCEPT: the error ended the scenario. CLOSE: the connection
 * was closed and the call made again elsewhere. DROP: neither.
 */
function* spoiltFrame(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  const connections = dc.accepted.length
  dc.reply(call, encode(mtproto, finalError()))
  const isDecided = (): boolean => harness.isOver || dc.closed.includes(call.link)
  yield* waitFor(isDecided, 2500)
  if (!isDecided()) {
    dc.answer(call, resultOf(call, dc))
    yield* waitFor(isDecided, 5000)
  }
  // a program that ends closes its connection first
  yield* waitFor(() => harness.isOver, 500)
  if (harness.isOver) return program.state === 'failed' ? ACCEPT : DROP
  if (!isDecided()) return DROP
  // A program that ends closes its connections as well.
  yield* waitFor(() => harness.isOver || dc.accepted.length > connections, 5000)
  if (harness.isOver && program.state === 'failed') return ACCEPT
  yield* succeed(harness)
  return CLOSE
}

const frameCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  transport: FramingName,
  spoil: (record: FrameRecord) => FrameRecord,
): ClientCase =>
  sessionCase(id, slug, stimulus, { frame: change(spoil) }, [CLOSE], spoiltFrame, {
    subject: { transport },
  })

/** The frame with another number, and the checksum that belongs to it. */
export function renumbered(record: FrameRecord): FrameRecord {
  const seq = record.seq + 1
  const header = new Uint8Array(8)
  writeUint32LE(header, 0, record.length)
  writeUint32LE(header, 4, seq)
  return { ...record, seq, crc32: crc32(header, record.payload) }
}

/** The longest length that a framing can express, in bytes. */
export const LONGEST: Readonly<Record<TcpFraming, number>> = {
  abridged: 4 * 0xff_ff_ff,
  intermediate: 0x7f_ff_ff_fc,
  padded: 0x7f_ff_ff_fc,
  full: 0xff_ff_ff_fc,
}

/** The frame of an empty payload, as it is announced. */
export const emptied = (record: FrameRecord): FrameRecord => ({
  ...record,
  payload: new Uint8Array(0),
  length: record.length === record.payload.length + 12 ? 12 : 0,
  padding: new Uint8Array(0),
})

/** Two connections, one after the other. */
function* twice(harness: DcHarness): Steps {
  const { dc } = harness
  const first = yield* expectCall(dc)
  dc.answer(first, resultOf(first, dc))
  yield* expectCall(dc)
  dc.hangUp()
  const outcome = yield* succeed(harness)
  must(dc.accepted.length >= 2, 'no second connection')
  return outcome
}

const OPENINGS: Readonly<Record<TcpFraming, string>> = {
  abridged: 'ef',
  intermediate: 'eeeeeeee',
  padded: 'dddddddd',
  full: '',
}

const opens = (framing: TcpFraming) =>
  function* (harness: DcHarness): Steps {
    const outcome = yield* twice(harness)
    const opening = OPENINGS[framing]
    for (const connection of harness.dc.accepted) {
      const sent = toHex(sentOn(connection))
      must(sent.startsWith(opening), `begins with ${sent.slice(0, 8)}`)
      const frame = sent.slice(opening.length)
      if (framing === 'full') must(frame.slice(8, 16) === '00000000', 'the first frame is not 0')
      else must(!frame.startsWith(opening), 'opened twice')
    }
    return outcome
  }

/** The connection ends in the middle of the answer. */
function* endsInside(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  dc.hangUp()
  return yield* whatFollows(harness, call)
}

/** Two answers in one segment. */
export function* joined(harness: DcHarness): Steps {
  const { dc } = harness
  const first = yield* expectCall(dc)
  dc.together(first.link, () => {
    dc.send({ body: { _: 'msgs_ack', msgIds: [first.msgId] } })
    dc.answer(first, resultOf(first, dc))
  })
  return yield* succeed(harness)
}

/** What an obfuscated client has sent, decrypted as one stream from its first byte on. */
export function decrypted({ host }: DcHarness, sent: Uint8Array): Uint8Array {
  return host.crypto.aesCtr(sent.subarray(8, 40), sent.subarray(40, 56)).update(sent)
}

/** The tags in an obfuscated opening. */
const TAGS = [
  ['abridged', 'efefefef'],
  ['intermediate', 'eeeeeeee'],
  ['padded', 'dddddddd'],
] as const

/** How long the head of a frame is and how long the rest, without the bit that asks for an acknowledgement. */
function frameAt(framing: TcpFraming, bytes: Uint8Array, at: number): readonly [number, number] {
  if (framing !== 'abridged') return [4, readUint32LE(bytes, at) % 0x80_00_00_00]
  const words = bytes[at]! & 0x7f
  return words < 0x7f ? [1, 4 * words] : [4, 4 * (readUint32LE(bytes, at) >>> 8)]
}

function* stream(harness: DcHarness): Steps {
  const outcome = yield* twice(harness)
  let frames = 0
  for (const connection of harness.dc.accepted) {
    const plain = decrypted(harness, sentOn(connection))
    const tag = toHex(plain.subarray(56, 60))
    const framing = TAGS.find(([, each]) => each === tag)?.[0]
    must(framing !== undefined, 'no tag in the opening')
    for (let at = 64; at < plain.length; frames++) {
      const [head, length] = frameAt(framing!, plain, at)
      at += head + length
      must((framing === 'padded' || length % 4 === 0) && at <= plain.length, `no frame at ${at}`)
    }
  }
  must(frames >= 5, `${frames} frames are too few to tell`)
  return outcome
}

/** The DC that each connection's opening names; the call is sent on to DC 4. */
function* named(harness: DcHarness): Steps {
  const { dc, dcs, subject } = harness
  const call = yield* expectCall(dc)
  dc.refuse(call, 303, 'USER_MIGRATE_4')
  const outcome = yield* succeed(harness)
  for (const [id, { accepted }] of dcs) {
    must(accepted.length > 0, `no connection to DC ${id}`)
    for (const connection of accepted) {
      const plain = decrypted(harness, sentOn(connection))
      const dcId = new DataView(plain.slice(60, 62).buffer).getInt16(0, true)
      must(dcId === (subject.test ? id + 10_000 : id), `DC ${id} is called ${dcId}`)
    }
  }
  return outcome
}

const watched = (
  id: RuleId,
  slug: string,
  stimulus: string,
  play: ClientCase['play'],
  subject: Subject,
  fault?: DcSetup,
): ClientCase =>
  sessionCase(id, slug, stimulus, fault, [ACCEPT], play, { subject, scenario: TWO_CALLS })

/** Each byte in a segment of its own. */
export const single = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(bytes, byte => Uint8Array.of(byte))

const TRANSPORTS: readonly (readonly [slug: string, subject: Subject])[] = [
  ...FRAMINGS.map(transport => [transport, { transport }] as const),
  ['obfuscated', { obfuscated: true }],
]

export const transportsClient = (): readonly Case[] => [
  frameCase('TR-04', 'crc', 'a wrong checksum', 'full', frame => ({
    ...frame,
    crc32: (frame.crc32 ^ 1) >>> 0,
  })),
  frameCase('TR-04', 'seq', 'a number left out', 'full', renumbered),
  frameCase('TR-04', 'short', 'a length of 8', 'full', frame => ({ ...frame, length: 8 })),
  ...TRANSPORTS.map(([slug, subject]) =>
    watched('TR-05', slug, 'single bytes', succeed, subject, { segments: single }),
  ),
  ...TRANSPORTS.map(([slug, subject]) =>
    watched('TR-05', `${slug}-joined`, 'two messages in one segment', joined, subject),
  ),
  ...FRAMINGS.map(transport =>
    frameCase('TR-06', `${transport}-none`, 'a frame of nothing', transport, emptied),
  ),
  ...FRAMINGS.map(transport =>
    frameCase('TR-06', transport, 'the longest length', transport, frame => ({
      ...frame,
      length: LONGEST[transport],
    })),
  ),
  ...FRAMINGS.map(transport =>
    watched('TR-07', transport, 'two connections', opens(transport), { transport }),
  ),
  ...TRANSPORTS.map(([slug, subject]) =>
    sessionCase(
      'TR-17',
      slug,
      'a connection that ends inside a frame',
      { frame: change(frame => ({ ...frame, payload: frame.payload.subarray(0, 24) })) },
      [RESEND, NEWSES],
      endsInside,
      { subject },
    ),
  ),
  watched('TR-22', 'stream', 'two connections of some messages', stream, { obfuscated: true }),
  watched('TR-23', 'production', 'two data centres', named, { obfuscated: true, dcs: [4] }),
  watched('TR-23', 'test', 'two data centres of the test environment', named, {
    ...{ obfuscated: true, dcs: [4], test: true },
  }),
]
