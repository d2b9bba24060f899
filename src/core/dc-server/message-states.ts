// What a server does about messages about messages: acknowledgements, questions about what it received, and
// requests for what it sent. Each has a list of msg_ids, and the list has an end.
// Source: /mtproto/service_messages_about_messages
import { MAX_ACK_IDS } from '../session/owed-acks.ts'
import { mtproto, type Types } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import type { ServerSession } from './server-session.ts'

/** SES-65: whether an object has more msg_ids than a server takes. */
export function isTooLong(value: Types['object']): boolean {
  return 'msgIds' in value && value.msgIds.length > MAX_ACK_IDS
}

/**
 * Takes an object that a client sent under `msgId`. Only an acknowledgement counts when it comes again. What
 * a server never asked for, such as msgs_all_info, has no effect.
 */
export function consider(
  value: Types['object'],
  session: ServerSession,
  { msgId, duplicate }: { readonly msgId: bigint; readonly duplicate: boolean },
): void {
  if (value._ === 'msgs_ack') session.acked(value.msgIds)
  if (duplicate) return
  // SES-73: what cannot be sent again is answered as if its state had been asked for.
  if (
    value._ === 'msgs_state_req' ||
    (value._ === 'msg_resend_req' && !session.resend(value.msgIds))
  )
    sendStates(session, msgId, value.msgIds)
}

/** SES-72: one byte for each id, computed from what is stored; it acknowledges the question as well. */
function sendStates(session: ServerSession, reqMsgId: bigint, msgIds: readonly bigint[]): void {
  session.session.acks.delete(reqMsgId)
  const info = Uint8Array.from(msgIds, msgId => session.stateOf(msgId))
  session.send(encode(mtproto, { _: 'msgs_state_info', reqMsgId, info }), 'answer')
}
