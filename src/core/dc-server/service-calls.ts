// The calls that a server answers itself. Most answers name the call they are for; that of rpc_drop_answer
// comes as an rpc_result. Source: /mtproto/service_messages
import type { Now } from '../machine.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { rpcError } from './notices.ts'
import type { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'

/** Where a service call came from, and when. */
export interface ServiceContext {
  readonly key: ServerKey
  readonly session: ServerSession
  readonly msgId: bigint
  readonly now: Now
  /** server time in seconds since 1970 */
  readonly unix: number
  /** ends a session of the key; false when there is none of this id */
  destroySession(sessionId: bigint): boolean
}

/** get_future_salts takes 1 to this many. */
const MAX_SALTS = 64

/** Carries out a service call and queues its answer; a call that is not served is refused. */
export function serve(call: Mtproto.Call, context: ServiceContext): void {
  const { session, msgId } = context
  const answer = perform(call, context)
  if (answer !== undefined) session.send(encode(mtproto, answer), 'answer')
  else session.reply(msgId, resultOf(call, session))
}

/** The answer to a call whose answer names it. */
function perform(
  call: Mtproto.Call,
  { key, session, msgId, now, unix, destroySession }: ServiceContext,
): Mtproto.Types['object'] | undefined {
  switch (call._) {
    case 'ping':
      return { _: 'pong', msgId, pingId: call.pingId }
    case 'ping_delay_disconnect':
      session.disconnectAt = now.monotonic + Math.max(0, call.disconnectDelay) * 1000
      return { _: 'pong', msgId, pingId: call.pingId }
    case 'get_future_salts': {
      // SES-71: 1 to 64 salts, or none at all.
      if (call.num < 1 || call.num > MAX_SALTS) return undefined
      const salts = key.salts.future(call.num, unix)
      return {
        _: 'future_salts',
        reqMsgId: msgId,
        now: unix,
        salts: salts.map(salt => ({ _: 'future_salt', ...salt })),
      }
    }
    case 'destroy_session': {
      // SES-75: a session does not end itself.
      const { sessionId } = call
      const found = sessionId !== session.session.id && destroySession(sessionId)
      return { _: found ? 'destroy_session_ok' : 'destroy_session_none', sessionId }
    }
    case 'destroy_auth_key': {
      // SES-76: the key is gone as soon as this answer is sent.
      const found = !key.destroyed
      key.destroyed = true
      return { _: found ? 'destroy_auth_key_ok' : 'destroy_auth_key_none' }
    }
  }
  return undefined
}

/** The result of any other call. */
function resultOf(call: Mtproto.Call, session: ServerSession): Uint8Array {
  if (call._ === 'rpc_drop_answer') return encode(mtproto, session.drop(call.reqMsgId))
  return rpcError(400, 'INPUT_METHOD_INVALID')
}
