// What a server writes on its own account: refusals of messages and of calls, and news of its own messages.
// Source: /mtproto/service_messages_about_messages, /mtproto/service_messages#rpc-error
import type { RuleId } from '../rules.ts'
import type { Message } from '../session/message.ts'
import type { Draft } from '../session/session.ts'
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
  19: 'SES-63',
  32: 'SES-61',
  33: 'SES-61',
  64: 'SES-64',
}

/** An rpc_error with a code such as 400 and a text such as `INPUT_METHOD_INVALID`. */
export function rpcError(errorCode: number, errorMessage: string): Uint8Array {
  return encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
}

/** The rpc_result of a call: a boxed result, or an rpc_error. */
export function rpcResult(reqMsgId: bigint, result: Uint8Array): Uint8Array {
  return encode(mtproto, { _: 'rpc_result', reqMsgId, result })
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

/** The news that a message can be had by msg_resend_req: the answer to the call `answers`, or one of the server's own. */
export function detailedInfo({ msgId, body }: Message, answers: bigint | undefined): Draft {
  const details = { answerMsgId: msgId, bytes: body.length, status: 0 }
  return {
    body: encode(
      mtproto,
      answers === undefined
        ? { _: 'msg_new_detailed_info', ...details }
        : { _: 'msg_detailed_info', msgId: answers, ...details },
    ),
    kind: 'notice',
  }
}
