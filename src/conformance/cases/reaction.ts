// What a server does about one message, told apart by what comes back.

import { unpack } from '../../core/session/gzip-packed.ts'
import { constructorId } from '../../core/session/message.ts'
import { SERVICE } from '../../core/session/service.ts'
import { mtproto, type rpc_error } from '../../core/tl/generated/mtproto/index.ts'
import { decode, encode } from '../../core/tl/schema.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, BAD_SALT, CLOSE, DROP, type Outcome, rpcError } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import type { PeerSession } from '../peer-harness.ts'
import { type Part, waitFor } from '../steps.ts'

/** The outcome that a message means for the message `msgId`, or undefined. */
export function meaningOf({ service }: Heard, msgId: bigint): Outcome | undefined {
  switch (service?._) {
    case 'bad_server_salt':
      return service.badMsgId === msgId ? BAD_SALT : undefined
    case 'bad_msg_notification':
      return service.badMsgId === msgId ? { kind: 'BAD_MSG', code: service.errorCode } : undefined
    case 'rpc_result':
      return service.reqMsgId === msgId ? resultOutcome(service.result) : undefined
    case 'pong':
      return service.msgId === msgId ? ACCEPT : undefined
    case 'future_salts':
    case 'msgs_state_info':
      return service.reqMsgId === msgId ? ACCEPT : undefined
  }
  return undefined
}

function resultOutcome(result: Uint8Array): Outcome {
  const body = unpack(result)
  if (constructorId(body) !== SERVICE.rpcError) return ACCEPT
  const error = decode(mtproto, body) as rpc_error
  return rpcError(error.errorCode, error.errorMessage)
}

/** How long a call may take beyond a ping that is sent after it: milliseconds. */
const GRACE = 1000

/**
 * Waits for the reaction to a message that was sent. DROP is told by a barrier: a later ping in the same session
 * is answered, and the message never was, although it had time.
 */
export function* reactionTo(
  connection: PeerConnection,
  session: PeerSession,
  msgId: bigint,
  since = 0,
): Part<Outcome> {
  const reaction = (): Outcome | undefined => {
    for (const heard of connection.heard.slice(since)) {
      const outcome = meaningOf(heard, msgId)
      if (outcome !== undefined) return outcome
    }
    const [code] = connection.errors
    if (code !== undefined) return { kind: 'TRANSPORT', code }
    return connection.isClosed ? CLOSE : undefined
  }
  const soon = yield* waitFor(reaction, 100)
  if (soon !== undefined) return soon
  const barrier = connection.send(session, encode(mtproto, { _: 'ping', pingId: 77n }))
  const isThrough = () => connection.heard.some(heard => meaningOf(heard, barrier) !== undefined)
  const first = yield* waitFor(() => reaction() ?? (isThrough() ? DROP : undefined))
  return first?.kind === 'DROP' ? ((yield* waitFor(reaction, GRACE)) ?? DROP) : (first ?? DROP)
}
