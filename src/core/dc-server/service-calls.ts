// The calls that a server answers itself, each with an object that names the call it is for.
// Source: /mtproto/service_messages
import type { Now } from '../machine.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
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

/** Carries out a service call and returns its answer, or undefined for a call that is not served. */
export function serve(
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
  }
  return undefined
}
