// What a server writes on its own account, as bodies: refusals of messages and of calls.
// Source: /mtproto/service_messages_about_messages, /mtproto/service_messages#rpc-error
import type { RuleId } from '../rules.ts'
import type { Message } from '../session/message.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'

/** The rule behind a code of bad_msg_notification that a client can earn. */
export function violatedRule(code: number): RuleId {
  return VIOLATED[code] ?? 'SES-60'
}

const VIOLATED: Readonly<Record<number, RuleId>> = {
  16: 'SES-62',
  17: 'SES-62',
  18: 'ENC-28',
  64: 'SES-64',
}

/** An rpc_error with a code such as 400 and a text such as `INPUT_METHOD_INVALID`. */
export function rpcError(errorCode: number, errorMessage: string): Uint8Array {
  return encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
}

/** A bad_msg_notification about a message. */
export function badMsg({ msgId, seqNo }: Message, errorCode: number): Uint8Array {
  return encode(mtproto, {
    _: 'bad_msg_notification',
    badMsgId: msgId,
    badMsgSeqno: seqNo,
    errorCode,
  })
}

/** A bad_server_salt about a message. */
export function badServerSalt({ msgId, seqNo }: Message, newServerSalt: bigint): Uint8Array {
  return encode(mtproto, {
    _: 'bad_server_salt',
    badMsgId: msgId,
    badMsgSeqno: seqNo,
    errorCode: 48,
    newServerSalt,
  })
}
