// What a client makes of what the transport itself says: quick acknowledgements and error codes.
// Source: /mtproto/mtproto-transports#quick-ack, #transport-errors

import { writeUint32LE } from '../../core/bytes/integers.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import type { RuleId } from '../../core/rules.ts'
import type { Case, ClientCase } from '../case.ts'
import { type DcHarness, type DcSetup, QR_LOGIN, TWO_CALLS } from '../dc-harness.ts'
import { LoginScript } from '../login-script.ts'
import { ACCEPT, ERROR, NEWSES, type Outcome, RESEND } from '../outcome.ts'
import { advance, expect, must, type Steps, waitFor } from '../steps.ts'
import { refusedCall, sessionCase, whatFollows } from './after-reply.ts'
import { change, expectCall, LONG, resultOf, succeed } from './shared.ts'

/** The call lives on, on another connection; whether in its session is another rule's matter. */
const AGAIN: readonly Outcome[] = [RESEND, NEWSES]

const QUICK = ['abridged', 'intermediate', 'padded'] as const

/** The payload that is a transport error. */
function code(value: number): Uint8Array {
  const payload = new Uint8Array(4)
  writeUint32LE(payload, 0, value)
  return payload
}

/** A transport error in place of the answer. */
const answeredBy = (value: number): DcSetup => ({
  reply: () => [{ raw: code(value), body: new Uint8Array(0) }],
})

/** Whether the program was told; programs that cannot say so are believed. */
const told = ({ program }: DcHarness): boolean | undefined => program.signals?.includes('quick-ack')

/** The call is acknowledged quickly, and later answered. */
function* quickAck(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  must(call.quickAckToken !== undefined, 'no quick acknowledgement was asked for')
  dc.quickAck(call)
  yield* advance(1000)
  must(!harness.isOver, 'the call was settled without an answer')
  must(!dc.closed.includes(call.link), 'the connection was closed')
  const isRight = dc.setup.quickAck === undefined
  must(told(harness) === undefined || told(harness) === isRight, 'assigned to another message')
  dc.answer(call, resultOf(call, dc))
  return yield* succeed(harness)
}

/** The call is acknowledged quickly, and its connection ends before the answer. */
function* onlyQuickAck(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  must(call.quickAckToken !== undefined, 'no quick acknowledgement was asked for')
  dc.quickAck(call)
  yield* advance(5000)
  must(!harness.isOver, 'the call was settled without an answer')
  dc.hangUp()
  return yield* whatFollows(harness, call)
}

/** The server forgets the key of the client. */
function* forgotten(harness: DcHarness): Steps {
  const { dc } = harness
  const first = yield* expectCall(dc)
  dc.answer(first, resultOf(first, dc))
  const second = yield* expectCall(dc)
  const exchanges = dc.requests.length
  dc.forget(second.authKeyId)
  dc.error(-404)
  const outcome = yield* succeed(harness)
  const asked = dc.rejected.find(link => link !== second.link)
  const next = dc.requests[exchanges]
  must(next !== undefined, 'no new key was made')
  must(asked !== undefined && asked <= next!.link, 'the key was given up at the first word')
  return outcome
}

/** The server forgets the key of a client that is logged in. */
function* loggedOut(harness: DcHarness): Steps {
  const { dc, program } = harness
  const script = new LoginScript(harness, seededRandom('login script'))
  const call = yield* expect(
    'users.getUsers',
    () => {
      const found = dc.takeCall('users.getUsers')
      if (found === undefined) script.run()
      return found
    },
    LONG,
  )
  dc.forget(call.authKeyId)
  dc.error(-404)
  const again = yield* expectCall(dc, 'users.getUsers')
  dc.refuse(again, 401, 'AUTH_KEY_UNREGISTERED')
  yield* waitFor(() => harness.isOver, LONG)
  must(program.state === 'failed', 'the lost login went unnoticed')
  must(program.signals?.includes('logged-out') !== false, 'the lost login was not reported')
  return ACCEPT
}

/** Each connection gets a -429 for the call, five times. */
function* tooMany(harness: DcHarness): Steps {
  const { dc } = harness
  const waits: number[] = []
  for (let times = 0; times < 5; times++) {
    const call = yield* expectCall(dc)
    const { at } = call
    const connections = dc.accepted.length
    dc.error(-429)
    const next = yield* expect('new connection', () => dc.accepted[connections], LONG)
    waits.push(next.at - at)
  }
  const grows = waits.every((wait, i) => i === 0 || wait >= waits[i - 1]!)
  must(grows && waits.at(-1)! > waits[0]!, `waits of ${waits.map(Math.round).join(', ')} ms`)
  return yield* succeed(harness)
}

/** An error in place of the answer; the connection is replaced. */
function* replaced(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  const outcome = yield* whatFollows(harness, call)
  must(outcome.kind === 'ACCEPT' || dc.accepted.length > 1, 'the connection was kept')
  return outcome
}

/** A code in front of the answer; the connection is kept. */
function* kept(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  const outcome = yield* succeed(harness)
  must(dc.accepted.length === 1, 'the connection was replaced')
  return outcome
}

const quickAckCase = (
  id: RuleId,
  transport: (typeof QUICK)[number],
  stimulus: string,
  fault: DcSetup | undefined,
  expected: readonly Outcome[],
  play: ClientCase['play'],
): ClientCase =>
  sessionCase(id, transport, stimulus, fault, expected, play, {
    subject: { transport, quickAck: true },
  })

export const transportErrorsClient = (): readonly Case[] => [
  ...QUICK.map(transport =>
    quickAckCase('TR-09', transport, 'a quick acknowledgement', undefined, [ACCEPT], quickAck),
  ),
  ...QUICK.map(transport =>
    quickAckCase(
      'TR-10',
      transport,
      'a quick acknowledgement of another message',
      { quickAck: change(token => (token ^ 1) >>> 0) },
      [ACCEPT],
      quickAck,
    ),
  ),
  ...QUICK.map(transport =>
    quickAckCase('TR-11', transport, 'that, and no answer', undefined, AGAIN, onlyQuickAck),
  ),
  sessionCase(
    'TR-12',
    'confirmed',
    'a key the server has forgotten',
    undefined,
    [ACCEPT],
    forgotten,
    {
      scenario: TWO_CALLS,
    },
  ),
  sessionCase(
    'TR-12',
    'reported',
    'a login the server has forgotten',
    undefined,
    [ACCEPT],
    loggedOut,
    {
      scenario: QR_LOGIN,
    },
  ),
  sessionCase('TR-13', 'five-times', 'five times -429', undefined, [ACCEPT], tooMany, {
    patience: 90_000,
  }),
  sessionCase('TR-14', 'answer', '-444 for an answer', answeredBy(-444), [ERROR], refusedCall),
  sessionCase('TR-15', 'unknown', '-1000 for an answer', answeredBy(-1000), AGAIN, replaced),
  sessionCase(
    'TR-15',
    'zero',
    'the code 0 before the answer',
    {
      reply: body => [
        { raw: code(0), body: new Uint8Array(0) },
        { body, kind: 'answer' },
      ],
    },
    [ACCEPT],
    kept,
  ),
  ...Array.from({ length: 16 }, (_, stray) =>
    sessionCase(
      'TR-16',
      `stray-${stray}`,
      `-404 and ${stray} bytes for an answer`,
      answeredBy(-404),
      AGAIN,
      replaced,
      {
        subject: { transport: 'padded' },
        dc: {
          frame: change(frame => {
            const padding = new Uint8Array(stray).fill(0xa5)
            return { ...frame, padding, length: frame.payload.length + stray }
          }),
        },
      },
    ),
  ),
]
