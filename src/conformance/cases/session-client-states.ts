// Questions about messages, lost connections, pings and wrappers as a client deals with them.
// Source: /mtproto/service_messages, /mtproto/service_messages_about_messages, /api/invoking
import { toHex } from '../../core/bytes/hex.ts'
import type { Types as Mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { Dc } from '../dc.ts'
import { CANCEL, type DcHarness, type DcSetup, IDLE, TWO_CALLS } from '../dc-harness.ts'
import type { Reply } from '../dc-setup.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, DROP, ERROR, type Outcome, RESEND } from '../outcome.ts'
import { advance, expect, Lacking, must, type Steps, waitFor } from '../steps.ts'
import { howAgain, refusedCall, sessionCase, whatFollows } from './after-reply.ts'
import { ACK_TIME } from './faulty-answer.ts'
import { expectCall, finish, isAnnounced, LONG, resultOf, succeed } from './shared.ts'

/** How long anything may take that a client has no reason to wait with: milliseconds. */
const PROMPT = 5000

/** How long a client may wait before it asks about a query: milliseconds. */
const CURIOSITY = 300_000

type Service<N extends Mtproto['object' | 'call']['_']> = Extract<
  Mtproto['object' | 'call'],
  { _: N }
>

/** The first service message of this name that meets a condition. */
function heardService<N extends Mtproto['object' | 'call']['_']>(
  dc: Dc,
  name: N,
  is: (value: Service<N>) => boolean = () => true,
): Heard | undefined {
  return dc.heard.find(({ service }) => service?._ === name && is(service as Service<N>))
}

/** After its scenario the server asks for the states of three messages. */
function* asked(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const sent = dc.answer(call, resultOf(call, dc))
  yield* advance(2000)
  const msgIds = [sent, sent - (1n << 32n), sent + (100n << 32n)]
  const request = dc.send({ body: { _: 'msgs_state_req', msgIds } })
  const heard = yield* expect(
    'msgs_state_info',
    () => heardService(dc, 'msgs_state_info', ({ reqMsgId }) => reqMsgId === request),
    PROMPT,
  )
  const { info } = heard.service as Service<'msgs_state_info'>
  must(info.length === 3, `${info.length} states for 3`)
  must((info[0]! & 7) === 4, 'a received message is not known')
  must((info[1]! & 7) !== 4 && (info[2]! & 7) !== 4, 'a message that was never sent is known')
  return ACCEPT
}

/** The answer takes so long that the client asks for the state of its query. */
function* stateTold(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  const first = yield* waitFor(() => heardService(dc, 'msgs_state_req') ?? dc.takeCall(), CURIOSITY)
  must(first !== undefined, 'the client never asks')
  if (dc.setup.states === undefined) {
    dc.answer(call, resultOf(call, dc))
    return yield* succeed(harness)
  }
  const again = yield* waitFor(() => dc.takeCall(), 20_000)
  const outcome = again === undefined ? ACCEPT : howAgain(call, again)
  dc.answer(again ?? call, resultOf(call, dc))
  yield* finish(harness)
  must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
  return outcome
}

const states = (state: number): DcSetup => ({
  states: msgIds => new Uint8Array(msgIds.length).fill(state),
})

/** The answer is only announced, and has to be asked for. */
function* announced(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const answerMsgId = dc.msgId(-1, 1n)
  const answer = { _: 'rpc_result', reqMsgId: call.msgId, result: resultOf(call, dc) } as const
  const { variant } = dc.setup
  if (variant !== undefined) {
    const told = { answerMsgId, bytes: 200, status: 0 }
    dc.send({
      body:
        variant === 'new'
          ? { _: 'msg_new_detailed_info', ...told }
          : { _: 'msg_detailed_info', msgId: call.msgId, ...told },
    })
    yield* expect(
      'msg_resend_req',
      () => heardService(dc, 'msg_resend_req', ({ msgIds }) => msgIds.includes(answerMsgId)),
      ACK_TIME,
    )
    must(!dc.acked.has(answerMsgId), 'an answer that was never seen was acknowledged')
  }
  dc.send({ body: answer, fields: { msgId: answerMsgId } }, call)
  yield* succeed(harness)
  return variant === undefined ? ACCEPT : RESEND
}

/** An answer that is here already is announced. */
function* announcedLate(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const answerMsgId = dc.answer(call, resultOf(call, dc))
  const isAcked = yield* waitFor(() => dc.acked.has(answerMsgId), ACK_TIME)
  if (isAcked === undefined) throw new Lacking('no message is acknowledged by itself')
  dc.acked.clear()
  const told = { answerMsgId, bytes: 200, status: 0 }
  const { variant } = dc.setup
  dc.send({
    body:
      variant === 'new'
        ? { _: 'msg_new_detailed_info', ...told }
        : { _: 'msg_detailed_info', msgId: call.msgId, ...told },
  })
  yield* expect('another acknowledgement', () => dc.acked.has(answerMsgId), ACK_TIME)
  must(heardService(dc, 'msg_resend_req') === undefined, 'an answer that is here was asked for')
  return ACCEPT
}

/** The server asks for a message of the client. */
function* resendAsked(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  if (dc.setup.variant === undefined) {
    dc.answer(call, resultOf(call, dc))
    return yield* succeed(harness)
  }
  dc.send({ body: { _: 'msg_resend_req', msgIds: [call.msgId] } })
  const again = yield* expect('call again', () => dc.takeCall(), PROMPT)
  must(again.msgId === call.msgId, 'another msg_id')
  must(toHex(again.body) === toHex(call.body), 'another body')
  must(again.container !== undefined, 'the bare old message again')
  dc.answer(again, resultOf(call, dc))
  yield* finish(harness)
  must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
  return RESEND
}

function* resendUnknown(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const request = dc.send({ body: { _: 'msg_resend_req', msgIds: [call.msgId - (1n << 33n)] } })
  const heard = yield* expect(
    'msgs_state_info',
    () => heardService(dc, 'msgs_state_info', ({ reqMsgId }) => reqMsgId === request),
    PROMPT,
  )
  must((heard.service as Service<'msgs_state_info'>).info.length === 1, 'not one state')
  dc.answer(call, resultOf(call, dc))
  return yield* succeed(harness)
}

function* pingedByServer(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.answer(call, resultOf(call, dc))
  const msgId = dc.send({ body: { _: 'ping', pingId: 99n } })
  yield* expect(
    'pong',
    () => heardService(dc, 'pong', pong => pong.msgId === msgId && pong.pingId === 99n),
    PROMPT,
  )
  return ACCEPT
}

/** Nothing is heard from the server any more. */
function* silent(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const again = yield* waitFor(() => dc.takeCall(), LONG)
  if (again === undefined) {
    dc.answer(call, resultOf(call, dc))
    return yield* succeed(harness)
  }
  must(again.link !== call.link, 'the call came again on the dead connection')
  const outcome = howAgain(call, again)
  dc.answer(again, resultOf(again, dc))
  yield* succeed(harness)
  return outcome
}

function* idle(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.answer(call, resultOf(call, dc))
  yield* advance(LONG)
  const delayed = dc.pings.filter(({ delay }) => delay !== undefined)
  must(delayed.length > 1, 'no ping_delay_disconnect')
  delayed.forEach(({ at, delay }, i) => {
    const next = delayed[i + 1]?.at ?? dc.heard.at(-1)!.at
    must(next - at < delay! * 1000, `${(next - at) / 1000} s between pings of ${delay} s`)
  })
  return ACCEPT
}

/** The caller no longer wants the answer. */
function* cancelled(harness: DcHarness): Steps {
  const { dc, program } = harness
  const call = yield* expectCall(dc)
  program.cancel?.()
  yield* finish(harness)
  yield* expect('rpc_drop_answer', () => heardService(dc, 'rpc_drop_answer'), ACK_TIME)
  dc.answer(call, resultOf(call, dc))
  yield* advance(ACK_TIME)
  must(dc.takeCall() === undefined, 'the cancelled call came again')
  must(program.state === 'failed', 'a cancelled call succeeded')
  return ERROR
}

function* wrappedOnce(harness: DcHarness): Steps {
  const { dc } = harness
  const one = yield* expectCall(dc)
  must(isAnnounced(dc, one), 'a bare first call')
  dc.answer(one, resultOf(one, dc))
  const two = yield* expectCall(dc)
  must(!two.wrappers.includes('initConnection'), 'the second call announces the client again')
  dc.answer(two, resultOf(two, dc))
  return yield* succeed(harness)
}

/** The second call, which comes without an announcement, gets what the case replies. */
function* forgotten(harness: DcHarness): Steps {
  const { dc } = harness
  const one = yield* expectCall(dc)
  dc.answer(one, resultOf(one, dc))
  const two = yield* expectCall(dc)
  if (two.wrappers.includes('initConnection')) throw new Lacking('every call is announced')
  dc.reply(two, resultOf(two, dc))
  const outcome: Outcome = yield* whatFollows(harness, two)
  if (outcome.kind === 'ACCEPT' || outcome.kind === 'ERROR') return outcome
  const again = dc.heard.findLast(({ name }) => name === two.name)!
  must(again.wrappers.includes('initConnection'), 'again without an announcement')
  return outcome
}

/** The line breaks while a query is open. */
function* cut(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  if (dc.setup.variant === undefined) {
    dc.answer(call, resultOf(call, dc))
    return yield* succeed(harness)
  }
  dc.hangUp()
  const again = yield* expect('call again', () => dc.takeCall())
  must(again.sessionId === call.sessionId, 'another session')
  const outcome = howAgain(call, again)
  dc.answer(again, resultOf(again, dc))
  dc.answer(again, resultOf(again, dc))
  yield* succeed(harness)
  return outcome
}

/** The line breaks before a message was acknowledged, which then comes again. */
function* cutUnacked(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  const msgId = dc.answer(call, resultOf(call, dc))
  yield* advance(0)
  dc.hangUp()
  yield* expect(
    'another connection',
    () => dc.accepted.length > 1 && dc.heard.at(-1)!.link > call.link,
    LONG,
  )
  dc.acked.clear()
  dc.resend(msgId)
  yield* expect('acknowledgement', () => dc.acked.has(msgId), ACK_TIME)
  return ACCEPT
}

const rpcError = (errorCode: number, errorMessage: string): DcSetup => ({
  reply: (_, { msgId }): readonly Reply[] => {
    const result = encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
    return [{ body: { _: 'rpc_result', reqMsgId: msgId, result }, kind: 'answer' }]
  },
})

const allInfo = (state: number): DcSetup => ({
  reply: (_, { msgId }) => [
    { body: { _: 'msgs_all_info', msgIds: [msgId], info: Uint8Array.of(state) } },
  ],
})

/** What is told about a query that nobody asked about; the answer comes later. */
function* toldAll(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* expectCall(dc)
  dc.reply(call, resultOf(call, dc))
  const again = yield* waitFor(() => (harness.isOver ? undefined : dc.takeCall()), 20_000)
  if (harness.isOver) return ACCEPT
  const outcome = again === undefined ? DROP : howAgain(call, again)
  dc.answer(again ?? call, resultOf(call, dc))
  yield* succeed(harness)
  return outcome
}

const ignored = (body: Mtproto['object']): DcSetup => ({
  reply: answer => [{ body }, { body: answer, kind: 'answer' }],
})

export const sessionClientStates = (): readonly Case[] => [
  sessionCase(
    'SES-32',
    'asked',
    'msgs_state_req for three kinds of ids',
    undefined,
    [ACCEPT],
    asked,
    { scenario: IDLE },
  ),
  sessionCase(
    'SES-33',
    'unknown',
    'msgs_state_info for a request that was never made',
    ignored({ _: 'msgs_state_info', reqMsgId: 4n, info: Uint8Array.of(1) }),
    [ACCEPT],
  ),
  sessionCase(
    'SES-33',
    'length',
    'msgs_state_info of another length',
    { states: () => new Uint8Array(7).fill(1) },
    [ACCEPT],
    stateTold,
    { patience: 90_000 },
  ),
  ...[1, 2, 3].map(state =>
    sessionCase(
      'SES-34',
      `state-${state}`,
      `state ${state} for an open query`,
      states(state),
      [RESEND],
      stateTold,
      { patience: 90_000 },
    ),
  ),
  ...[4, 4 + 64].map(state =>
    sessionCase(
      'SES-35',
      `state-${state}`,
      `state ${state} for an open query`,
      states(state),
      [ACCEPT, RESEND],
      stateTold,
      { patience: 90_000 },
    ),
  ),
  sessionCase(
    'SES-36',
    'unseen',
    'msg_detailed_info about an answer that did not come',
    { variant: 'detailed' },
    [RESEND],
    announced,
  ),
  sessionCase(
    'SES-36',
    'seen',
    'msg_detailed_info about an answer that is here',
    undefined,
    [ACCEPT],
    announcedLate,
    { scenario: IDLE, patience: 3 * ACK_TIME },
  ),
  sessionCase(
    'SES-37',
    'unseen',
    'msg_new_detailed_info about a message that did not come',
    { variant: 'new' },
    [RESEND],
    announced,
  ),
  {
    ...sessionCase(
      'SES-37',
      'seen',
      'msg_new_detailed_info about a message that is here',
      undefined,
      [ACCEPT],
      announcedLate,
      { scenario: IDLE, patience: 3 * ACK_TIME },
    ),
    dc: { variant: 'new' },
  },
  ...[1, 2, 3].map(state =>
    sessionCase(
      'SES-38',
      `state-${state}`,
      `msgs_all_info with state ${state} for an open query`,
      allInfo(state),
      [RESEND],
      toldAll,
    ),
  ),
  sessionCase(
    'SES-39',
    'known',
    'msg_resend_req for an open query',
    { variant: 'asked' },
    [RESEND],
    resendAsked,
  ),
  sessionCase(
    'SES-39',
    'unknown',
    'msg_resend_req for a message never sent',
    undefined,
    [ACCEPT],
    resendUnknown,
  ),
  sessionCase('SES-40', 'ping', 'a ping of the server', undefined, [ACCEPT], pingedByServer, {
    scenario: IDLE,
  }),
  sessionCase('SES-41', 'no-pongs', 'no answer and no pong', { pongs: false }, [RESEND], silent, {
    patience: 240_000,
  }),
  sessionCase('SES-42', 'idle', 'ten minutes of idleness', undefined, [ACCEPT], idle, {
    scenario: IDLE,
    patience: 280_000,
  }),
  ...(['rpc_answer_unknown', 'rpc_answer_dropped_running', 'rpc_answer_dropped'] as const).map(
    (name): Case => ({
      ...sessionCase(
        'SES-43',
        name,
        `a cancelled call, and ${name}`,
        undefined,
        [ERROR],
        cancelled,
        { scenario: CANCEL },
      ),
      dc: {
        dropped:
          name === 'rpc_answer_dropped'
            ? { _: name, msgId: 1n, seqNo: 1, bytes: 100 }
            : { _: name },
      },
    }),
  ),
  sessionCase('SES-44', 'once', 'the first two calls', undefined, [ACCEPT], wrappedOnce, {
    scenario: TWO_CALLS,
  }),
  ...['CONNECTION_NOT_INITED', 'CONNECTION_LAYER_INVALID'].map(text =>
    sessionCase(
      'SES-45',
      text,
      `400 ${text} for a bare call`,
      rpcError(400, text),
      [RESEND],
      forgotten,
      { scenario: TWO_CALLS },
    ),
  ),
  sessionCase(
    'SES-46',
    'cut',
    'a line that breaks with a query open, and two answers',
    { variant: 'cut' },
    [RESEND],
    cut,
  ),
  sessionCase(
    'SES-47',
    'unacked',
    'a line that breaks before the acknowledgement',
    undefined,
    [ACCEPT],
    cutUnacked,
    { scenario: IDLE, patience: 3 * ACK_TIME },
  ),
  ...['MSG_WAIT_TIMEOUT', 'MSG_WAIT_FAILED'].map(text =>
    // no other program can be told to make a call that depends on another
    sessionCase('SES-48', text, `400 ${text}`, rpcError(400, text), [RESEND], refusedCall, {
      kind: 'internal',
    }),
  ),
]
