// Answers that must not be lost, and the service calls of a server. Source: /mtproto/service_messages,
// /mtproto/service_messages_about_messages
import { toHex } from '../../core/bytes/hex.ts'
import { encodeContainer } from '../../core/session/container.ts'
import { api } from '../../core/tl/generated/api/index.ts'
import { type Types as Mtproto, mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { decode, encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, CLOSE, E404, type Outcome, rpcError } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import type { PeerHarness, PeerSession } from '../peer-harness.ts'
import { advance, expect, must, type Part, type Steps, waitFor } from '../steps.ts'
import {
  exportLoginToken,
  initialised,
  introduced,
  messageCase,
  nearestDc,
  ping,
} from './peer-message.ts'
import { meaningOf, reactionTo } from './reaction.ts'

const service = (value: Mtproto['call'] | Mtproto['object']): Uint8Array => encode(mtproto, value)

/** A call and its answer. */
function* answered(
  connection: PeerConnection,
  session: PeerSession,
  call: Uint8Array = nearestDc,
): Part<{ msgId: bigint; answer: Heard }> {
  const msgId = connection.send(session, call)
  const answer = yield* expect('answer', () =>
    connection.heard.find(heard => meaningOf(heard, msgId)),
  )
  return { msgId, answer }
}

/** A call that was answered, under its own msg_id in a container. */
function* repeated(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const { msgId, answer } = yield* answered(connection, session, exportLoginToken)
  const since = connection.heard.length
  const item = { msgId, seqNo: 3, body: exportLoginToken }
  connection.send(session, encodeContainer([item]))
  yield* advance(3000)
  const again = connection.heard.slice(since).filter(heard => meaningOf(heard, msgId))
  const told = connection.heard.slice(since).find(({ name }) => name === 'msg_detailed_info')
  must(again.length === 1 || told !== undefined, `${again.length} answers to the repeated call`)
  if (again.length > 0) must(toHex(again[0]!.body) === toHex(answer.body), 'another answer')
  return ACCEPT
}

/** The answer is on its way again after a reconnect, until it is acknowledged. */
function* reconnected(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const { msgId, answer } = yield* answered(connection, session)
  connection.close()
  const two = yield* harness.connect()
  two.send(session, ping())
  const again = yield* expect('answer again', () =>
    two.heard.find(heard => meaningOf(heard, msgId)),
  )
  must(again.msgId === answer.msgId, 'the answer has another msg_id')
  two.send(session, service({ _: 'msgs_ack', msgIds: [answer.msgId] }))
  yield* advance(1000)
  two.close()
  const three = yield* harness.connect()
  three.send(session, ping())
  yield* advance(3000)
  must(
    three.heard.every(heard => !meaningOf(heard, msgId)),
    'an acknowledged answer was sent again',
  )
  return ACCEPT
}

function* states(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  yield* advance(2000)
  const { msgId } = yield* answered(connection, session)
  const msgIds = [msgId, msgId - (1n << 32n), msgId + (100n << 32n), msgId - (200n << 32n)]
  const request = connection.send(session, service({ _: 'msgs_state_req', msgIds }))
  const heard = yield* expect('msgs_state_info', () => connection.find('msgs_state_info'))
  const info = heard.service as Mtproto['object'] & { _: 'msgs_state_info' }
  must(info.reqMsgId === request, 'another req_msg_id')
  must(info.info.length === msgIds.length, `${info.info.length} states for ${msgIds.length}`)
  const [known, between, tooHigh, tooLow] = [...info.info].map(byte => byte & 7)
  must(known === 4, `a received message has state ${known}`)
  must(between === 2 || between === 3, `a message that was never sent has state ${between}`)
  must(tooHigh === 3, `a msg_id above all has state ${tooHigh}`)
  must(tooLow === 1 || tooLow === 2, `a msg_id below all has state ${tooLow}`)
  return ACCEPT
}

function* resent(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const { msgId, answer } = yield* answered(connection, session)
  const since = connection.heard.length
  connection.send(session, service({ _: 'msg_resend_req', msgIds: [answer.msgId] }))
  const again = yield* expect('answer again', () =>
    connection.heard.slice(since).find(heard => meaningOf(heard, msgId)),
  )
  must(again.msgId === answer.msgId && toHex(again.body) === toHex(answer.body), 'another message')
  const request = connection.send(
    session,
    service({ _: 'msg_resend_req', msgIds: [answer.msgId + 400n] }),
  )
  yield* expect('msgs_state_info', () =>
    connection.heard.find(
      ({ service }) => service?._ === 'msgs_state_info' && service.reqMsgId === request,
    ),
  )
  return ACCEPT
}

/** The client is silent, or pings in time. */
function* pinged(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const body = service({ _: 'ping_delay_disconnect', pingId: 3n, disconnectDelay: 3 })
  for (let count = 0; count < 4; count++) {
    const msgId = connection.send(session, body)
    const pong = yield* expect('pong', () =>
      connection.heard.find(heard => meaningOf(heard, msgId)),
    )
    must((pong.msgId & 3n) === 1n, 'a pong with another kind of msg_id')
    yield* advance(harness.setup.variant === 'silent' ? 5000 : 1200)
    if (connection.isClosed) return CLOSE
  }
  return ACCEPT
}

function* destroyed(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const other = harness.session(session.key)
  connection.send(other, ping())
  yield* advance(1000)
  for (const expected of ['destroy_session_ok', 'destroy_session_none'] as const) {
    connection.send(session, service({ _: 'destroy_session', sessionId: other.session.id }))
    const heard = yield* expect(expected, () => connection.find(expected))
    const { sessionId } = heard.service as Mtproto['object'] & { _: typeof expected }
    must(sessionId === other.session.id, 'another session_id')
  }
  return ACCEPT
}

function* keyDestroyed(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  if (harness.setup.variant === 'destroyed') {
    connection.send(session, service({ _: 'destroy_auth_key' }))
    yield* waitFor(() =>
      connection.heard.find(
        ({ name, service, body }) =>
          name === 'destroy_auth_key_ok' ||
          (service?._ === 'rpc_result' && toHex(body).includes('e1c560f6')),
      ),
    )
  }
  const two = yield* harness.connect()
  return yield* reactionTo(two, session, two.send(session, ping()))
}

/** The answer of rpc_drop_answer, inside its rpc_result. */
function* dropped(
  connection: PeerConnection,
  session: PeerSession,
  reqMsgId: bigint,
): Part<string> {
  const msgId = connection.send(session, service({ _: 'rpc_drop_answer', reqMsgId }))
  const heard = yield* expect('rpc_result', () =>
    connection.heard.find(
      ({ service }) => service?._ === 'rpc_result' && service.reqMsgId === msgId,
    ),
  )
  return decode(mtproto, (heard.service as Mtproto['object'] & { _: 'rpc_result' }).result)._
}

function* dropAnswer(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const unknown = yield* dropped(connection, session, 4n)
  must(unknown === 'rpc_answer_unknown', `${unknown} for an unknown query`)
  const { msgId } = yield* answered(connection, session)
  const done = yield* dropped(connection, session, msgId)
  must(
    done === 'rpc_answer_dropped' || done === 'rpc_answer_unknown',
    `${done} for an answered query`,
  )
  return ACCEPT
}

function* dropRunning(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const msgId = connection.send(session, encode(api, { _: 'updates.getState' }))
  yield* advance(1000)
  const running = yield* dropped(connection, session, msgId)
  must(running === 'rpc_answer_dropped_running', `${running} for a running query`)
  return ACCEPT
}

/** The first call of a key, announced as the variant says. */
function* announced(harness: PeerHarness): Steps {
  const { connection, session } = yield* harness.begin()
  const { variant } = harness.setup
  const body =
    variant === 'bare' ? nearestDc : initialised(nearestDc, variant === 'layer-0' ? 0 : api.layer)
  const outcome: Outcome = yield* reactionTo(connection, session, connection.send(session, body))
  return outcome
}

export const sessionServerCalls = (): readonly Case[] => [
  messageCase(
    'SES-68',
    'repeated',
    'an answered call again in a container',
    undefined,
    [ACCEPT],
    repeated,
  ),
  messageCase(
    'SES-69',
    'reconnected',
    'a reconnect before and after the acknowledgement',
    undefined,
    [ACCEPT],
    reconnected,
  ),
  messageCase(
    'SES-72',
    'states',
    'msgs_state_req for four kinds of ids',
    undefined,
    [ACCEPT],
    states,
  ),
  messageCase(
    'SES-73',
    'resent',
    'msg_resend_req for a stored and an unknown answer',
    undefined,
    [ACCEPT],
    resent,
  ),
  messageCase(
    'SES-74',
    'silent',
    'ping_delay_disconnect of three seconds, then silence',
    { variant: 'silent' },
    [CLOSE],
    pinged,
  ),
  messageCase(
    'SES-75',
    'destroyed',
    'destroy_session for a live session, twice',
    undefined,
    [ACCEPT],
    destroyed,
  ),
  messageCase(
    'SES-76',
    'destroyed',
    'destroy_auth_key, then a ping',
    { variant: 'destroyed' },
    [E404],
    keyDestroyed,
  ),
  messageCase(
    'SES-77',
    'unknown-done',
    'rpc_drop_answer for an unknown and an answered query',
    undefined,
    [ACCEPT],
    dropAnswer,
  ),
  {
    ...messageCase(
      'SES-77',
      'running',
      'rpc_drop_answer for a running query',
      undefined,
      [ACCEPT],
      dropRunning,
    ),
    kind: 'internal',
    peer: { slow: true },
  },
  messageCase(
    'SES-78',
    'bare',
    'a first call without initConnection',
    { variant: 'bare' },
    [rpcError(400, 'CONNECTION_NOT_INITED')],
    announced,
  ),
  messageCase(
    'SES-78',
    'layer-0',
    'a first call with layer 0',
    { variant: 'layer-0' },
    [rpcError(400, 'CONNECTION_LAYER_INVALID')],
    announced,
  ),
]
