// What a client does about notifications, salts, new sessions and results. Source: /mtproto/service_messages,
// /mtproto/service_messages_about_messages

import { unixOfMsgId } from '../../core/session/msg-id.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { Dc } from '../dc.ts'
import { burst, type DcHarness, type DcSetup, IDLE, TWO_CALLS } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, ERROR, NEWSES, type Outcome, RESEND } from '../outcome.ts'
import { advance, expect, Lacking, must, type Part, type Steps, waitFor } from '../steps.ts'
import { sessionCase, whatFollows } from './after-reply.ts'
import { ACK_TIME, finalError } from './faulty-answer.ts'
import { checkEnd, expectCall, finish, innerTime, LONG, resultOf, succeed } from './shared.ts'

const NEW_SALT = 0x0123456789abcdefn

const badMsg = (code: number, call: { readonly msgId: bigint; readonly seqNo: number }) =>
  ({
    _: 'bad_msg_notification',
    badMsgId: call.msgId,
    badMsgSeqno: call.seqNo,
    errorCode: code,
  }) as const

const badSalt = (
  call: { readonly msgId: bigint; readonly seqNo: number },
  newServerSalt = NEW_SALT,
) =>
  ({
    _: 'bad_server_salt',
    badMsgId: call.msgId,
    badMsgSeqno: call.seqNo,
    errorCode: 48,
    newServerSalt,
  }) as const

const notified = (code: number): DcSetup => ({ reply: (_, call) => [{ body: badMsg(code, call) }] })

const STRANGER = { msgId: 0x1234_0000_0000_0000n, seqNo: 1 }

/** bad_server_salt is told as a server tells it: the salt is used from then on. */
function* newSalt(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  const outcome: Outcome = yield* whatFollows(harness, call)
  if (outcome.kind === 'ACCEPT') return outcome
  const again = dc.heard.findLast(({ name }) => name === call.name)
  must(again?.salt === NEW_SALT, 'the new salt is not used')
  return outcome
}

/** A first call with something beside its answer, and a second one. */
function* unmoved(harness: DcHarness): Steps {
  const { dc } = harness
  const one = yield* expectCall(dc)
  dc.reply(one, resultOf(one, dc))
  const two = yield* expectCall(dc)
  must(two.name !== one.name, 'the call came again')
  must(two.salt === one.salt, 'another salt')
  must(two.sessionId === one.sessionId, 'another session')
  must(Math.abs(unixOfMsgId(two.msgId) - dc.unix) < 30_000, 'another time')
  dc.answer(two, resultOf(two, dc))
  return yield* succeed(harness)
}

/** What a client with a wrong clock is told by a server that checks its ids. */
function* wrongTime(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const late = dc.unix - unixOfMsgId(call.msgId)
  if (Math.abs(late) < 30_000) dc.answer(call, resultOf(call, dc))
  else dc.send({ body: badMsg(late > 0 ? 16 : 17, call) }, call)
  const outcome: Outcome = yield* whatFollows(harness, call)
  const last = dc.heard.findLast(({ name }) => name === call.name)
  must(Math.abs(dc.unix - unixOfMsgId(last!.msgId)) < 30_000, 'the time is still wrong')
  return outcome
}

/** Every call is refused, without end. */
const endless = (
  refuse: (call: Heard, dc: Dc, count: number) => ReturnType<typeof badMsg | typeof badSalt>,
) =>
  function* (harness: DcHarness): Steps {
    const { dc } = harness
    let count = 0
    yield* expect(
      'end',
      () => {
        for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall()) {
          count++
          if (harness.dc.setup.variant === 'endless')
            dc.send({ body: refuse(call, dc, count) }, call)
          else dc.answer(call, resultOf(call, dc))
        }
        return harness.isOver || count > 1000
      },
      LONG,
    )
    must(count < 1000, 'no end of it')
    checkEnd(harness)
    return harness.program.state === 'failed' ? ERROR : ACCEPT
  }

/** Calls that travelled in containers, by the msg_id of the container. */
function* containers({ dc }: DcHarness, calls: number): Part<Map<bigint, Heard[]>> {
  const found: Heard[] = []
  yield* expect(`${calls} calls`, () => {
    for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall()) found.push(call)
    return found.length === calls
  })
  const groups = new Map<bigint, Heard[]>()
  for (const call of found) {
    const name = call.container ?? call.msgId
    groups.set(name, [...(groups.get(name) ?? []), call])
  }
  return groups
}

/** A container is refused as a whole. */
function* refusedContainer(harness: DcHarness): Steps {
  const { dc } = harness
  const groups = yield* containers(harness, 3)
  if (groups.size === 3) throw new Lacking('every call travels alone')
  const [container, calls] = [...groups][0]!
  must(calls.length === 3, 'the calls did not travel together')
  if (harness.dc.setup.variant !== 'refused') return yield* answerAll(harness, calls)
  dc.send({ body: badSalt({ msgId: container, seqNo: 6 }) }, calls[0])
  const again: Heard[] = []
  yield* waitFor(() => {
    for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall()) again.push(call)
    return again.length >= 3
  })
  must(again.length === 3, `${again.length} of 3 calls came again`)
  must(
    again.every(call => calls.every(({ msgId }) => msgId !== call.msgId)),
    'old msg_ids',
  )
  yield* answerAll(harness, again)
  return RESEND
}

function* answerAll(harness: DcHarness, calls: readonly Heard[]): Steps {
  for (const call of calls) harness.dc.answer(call, resultOf(call, harness.dc))
  return yield* succeed(harness)
}

/** How many calls make several containers. */
const MANY = 1500

/** The session begins anew somewhere within what is outstanding. */
function* newSession(harness: DcHarness): Steps {
  const { dc, program } = harness
  const groups = [...(yield* containers(harness, MANY))]
  must(groups.length > 1, 'everything travelled in one container')
  const create = (uniqueId: bigint, firstMsgId: bigint) =>
    dc.send({
      body: { _: 'new_session_created', firstMsgId, uniqueId, serverSalt: groups[0]![1][0]!.salt },
    })
  create(1n, groups[0]![1][0]!.msgId)
  yield* advance(1000)
  const firstOf = groups[1]!
  const item = firstOf[1][Math.floor(firstOf[1].length / 2)]!.msgId
  const { variant } = dc.setup
  if (variant === 'item' && item === firstOf[0]) throw new Lacking('every call travels alone')
  const told = variant === undefined ? 0n : create(2n, variant === 'item' ? item : firstOf[0])
  if (variant === 'repeated') create(2n, firstOf[0])
  const again: Heard[] = []
  yield* waitFor(() => {
    for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall()) again.push(call)
    return false
  }, 5000)
  const lost = variant === undefined ? 0 : groups[0]![1].length
  if (again.length === 0 && (variant === 'item' || variant === 'repeated'))
    throw new Lacking('nothing comes again after new_session_created')
  must(again.length === lost, `${again.length} calls came again, not ${lost}`)
  const kept = groups.slice(lost > 0 ? 1 : 0).flatMap(([, calls]) => calls)
  if (variant !== undefined)
    yield* expect('acknowledgement of new_session_created', () => dc.acked.has(told), ACK_TIME)
  yield* answerAll(harness, [...kept, ...again])
  if (variant === undefined) return ACCEPT
  const gaps = program.signals?.filter(signal => signal === 'gap').length ?? 1
  must(gaps === 1, `${gaps} signals of a gap`)
  return RESEND
}

/** Whatever is sent with the answer has to be acknowledged as well. */
function* allAcked(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const sent = dc.reply(call, resultOf(call, dc))
  yield* expect('acknowledgements', () => sent.every(msgId => dc.acked.has(msgId)), ACK_TIME)
  must(!harness.isOver, `the scenario failed: ${harness.program.error}`)
  return ACCEPT
}

/** The error reaches the caller. */
function* failed(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  yield* finish(harness)
  if (program.state === 'succeeded') return ACCEPT
  // a client in another process may have words of its own for it
  const isTold = program.signals === undefined || /400.*API_ID_INVALID/.test(program.error ?? '')
  must(isTold, `another error: ${program.error}`)
  return ERROR
}

/**
 * A salt begins to be valid while a call waits, and the one in use ends. ACCEPT: the client has asked for salts and
 * changes to that one. RESEND: it never asks and is told by bad_server_salt.
 */
function* saltWindow(harness: DcHarness): Steps {
  const { dc } = harness
  const one = yield* expectCall(dc)
  dc.answer(one, resultOf(one, dc))
  // An hour later a client that asks for salts has none left.
  dc.leap(3_600_000)
  const late = yield* expectCall(dc)
  dc.send({ body: badMsg(16, late) }, late)
  const two = yield* expectCall(dc, late.name)
  const isAsked = () => dc.heard.some(({ name }) => name === 'get_future_salts')
  yield* waitFor(isAsked, 3000)
  yield* advance(6000)
  const before = dc.heard.length
  dc.hangUp()
  const sign = yield* expect('message on another connection', () => dc.heard[before], LONG)
  // Who was told that the call has arrived need not send it again.
  const again = yield* waitFor(() => dc.takeCall(late.name), 3000)
  const isNew = again?.msgId !== two.msgId || again.container !== undefined
  must(isNew, 'the bare old message again')
  if (dc.setup.variant === undefined || sign.salt === NEW_SALT)
    return yield* answerAll(harness, [again ?? two])
  must(!isAsked(), 'the salt was not changed')
  const told = dc.heard.length
  dc.send({ body: badSalt(again ?? sign) }, sign)
  const isUsed = () => dc.heard.slice(told).some(({ salt }) => salt === NEW_SALT)
  yield* expect('message under the new salt', isUsed, LONG)
  yield* answerAll(harness, [again === undefined ? two : yield* expectCall(dc, late.name)])
  return RESEND
}

const REPAIRED: readonly Outcome[] = [NEWSES, RESEND]
const shifted = (seconds: number): DcSetup => innerTime(seconds)

export const sessionClientNotices = (): readonly Case[] => [
  ...[-400, 100].flatMap(seconds => [
    sessionCase(
      'ENC-16',
      `salt${seconds}`,
      `bad_server_salt with a msg_id ${seconds} s off`,
      { reply: (_, call, dc) => [{ body: badSalt(call), fields: { msgId: dc.msgId(seconds) } }] },
      [RESEND],
      newSalt,
    ),
    sessionCase(
      'ENC-16',
      `notification${seconds}`,
      `bad_msg_notification 20 with a msg_id ${seconds} s off`,
      {
        reply: (_, call, dc) => [{ body: badMsg(20, call), fields: { msgId: dc.msgId(seconds) } }],
      },
      // whatever it does, the notification is not lost on it
      [RESEND, NEWSES, ERROR],
    ),
  ]),
  sessionCase('SES-16', 'code-16', 'bad_msg_notification 16', notified(16), [RESEND]),
  sessionCase(
    'SES-16',
    'clock-behind',
    'a client whose clock is an hour behind',
    shifted(-3600),
    // a client may have set its clock by an earlier message
    [RESEND, NEWSES, ACCEPT],
    wrongTime,
  ),
  sessionCase('SES-17', 'code-17', 'bad_msg_notification 17', notified(17), REPAIRED),
  sessionCase(
    'SES-17',
    'clock-ahead',
    'a client whose clock is an hour ahead',
    shifted(3600),
    REPAIRED,
    wrongTime,
  ),
  ...[18, 19, 34, 35, 64, 99].map(code =>
    sessionCase('SES-18', `code-${code}`, `bad_msg_notification ${code}`, notified(code), REPAIRED),
  ),
  ...[16, 17, 18, 20, 64].map(code =>
    sessionCase(
      'SES-18',
      `endless-${code}`,
      `bad_msg_notification ${code} without end`,
      { variant: 'endless' },
      [ERROR],
      endless(call => badMsg(code, call)),
    ),
  ),
  sessionCase('SES-19', 'code-20', 'bad_msg_notification 20', notified(20), [RESEND, NEWSES]),
  ...[32, 33].map(code =>
    sessionCase('SES-20', `code-${code}`, `bad_msg_notification ${code}`, notified(code), REPAIRED),
  ),
  sessionCase(
    'SES-21',
    'salt',
    'bad_server_salt',
    { reply: (_, call) => [{ body: badSalt(call) }] },
    [RESEND],
    newSalt,
  ),
  sessionCase(
    'SES-22',
    'salt',
    'bad_server_salt for a message never sent',
    { reply: answer => [{ body: badSalt(STRANGER) }, { body: answer, kind: 'answer' }] },
    [ACCEPT],
    unmoved,
    { scenario: TWO_CALLS },
  ),
  ...[16, 17, 32].map(code =>
    sessionCase(
      'SES-22',
      `code-${code}`,
      `bad_msg_notification ${code} for a message never sent`,
      {
        reply: (answer, _, dc) => [
          { body: badMsg(code, STRANGER), fields: { msgId: dc.msgId(-200) } },
          { body: answer, kind: 'answer' },
        ],
      },
      [ACCEPT],
      unmoved,
      { scenario: TWO_CALLS },
    ),
  ),
  sessionCase(
    'SES-23',
    'container',
    'bad_server_salt for a container of three calls',
    { variant: 'refused' },
    [RESEND],
    refusedContainer,
    { scenario: burst(3) },
  ),
  sessionCase(
    'SES-24',
    'endless',
    'bad_server_salt for every message',
    { variant: 'endless' },
    [ERROR],
    endless((call, _, count) => badSalt(call, NEW_SALT + BigInt(count))),
  ),
  sessionCase(
    'SES-25',
    'window',
    'a salt that is valid in five seconds, and the end of the one in use',
    { variant: 'window' },
    [ACCEPT, RESEND],
    saltWindow,
    {
      scenario: TWO_CALLS,
      dc: {
        futureSalts: (now, salt) => [
          { _: 'future_salt', validSince: now - 60, validUntil: now + 1800, salt },
          { _: 'future_salt', validSince: now + 5, validUntil: now + 7200, salt: NEW_SALT },
        ],
      },
    },
  ),
  sessionCase(
    'SES-26',
    'foreign',
    'future_salts that nobody asked for',
    {
      reply: (answer, _, dc) => {
        const now = Math.floor(dc.unix / 1000)
        const salt = {
          _: 'future_salt',
          validSince: now - 60,
          validUntil: now + 1800,
          salt: NEW_SALT,
        } as const
        return [
          { body: { _: 'future_salts', reqMsgId: STRANGER.msgId, now, salts: [salt] } },
          { body: answer, kind: 'answer' },
        ]
      },
    },
    [ACCEPT],
    unmoved,
    { scenario: TWO_CALLS },
  ),
  sessionCase(
    'SES-27',
    'between',
    'new_session_created whose first_msg_id is that of the second container',
    { variant: 'between' },
    [RESEND],
    newSession,
    { scenario: burst(MANY), patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-28',
    'repeated',
    'the same new_session_created twice',
    { variant: 'repeated' },
    [RESEND],
    newSession,
    { scenario: burst(MANY), patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-29',
    'item',
    'new_session_created whose first_msg_id is that of an item in the second container',
    { variant: 'item' },
    [RESEND],
    newSession,
    { scenario: burst(MANY), patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-30',
    'unknown',
    'a result for a query that was never made',
    {
      reply: answer => [
        {
          body: {
            _: 'rpc_result',
            reqMsgId: STRANGER.msgId,
            result: encode(mtproto, finalError()),
          },
          kind: 'answer',
        },
        { body: answer, kind: 'answer' },
      ],
    },
    [ACCEPT],
    allAcked,
    { scenario: IDLE, patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-30',
    'twice',
    'two results for one query',
    {
      reply: (answer, call) => [
        { body: answer, kind: 'answer' },
        {
          body: { _: 'rpc_result', reqMsgId: call.msgId, result: encode(mtproto, finalError()) },
          kind: 'answer',
        },
      ],
    },
    [ACCEPT],
    allAcked,
    { scenario: IDLE, patience: 2 * ACK_TIME },
  ),
  sessionCase(
    'SES-31',
    'plain',
    'rpc_error as a result',
    {
      reply: (_, call) => [
        { body: { _: 'rpc_result', reqMsgId: call.msgId, result: encode(mtproto, finalError()) } },
      ],
    },
    [ERROR],
    failed,
  ),
  sessionCase(
    'SES-31',
    'packed',
    'rpc_error compressed',
    {
      reply: (_, call, dc) => [
        {
          body: {
            _: 'rpc_result',
            reqMsgId: call.msgId,
            result: dc.pack(encode(mtproto, finalError())),
          },
        },
      ],
    },
    [ERROR],
    failed,
  ),
]
