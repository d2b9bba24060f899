// What the harness's data centre answers to the protocol's own calls, which are none of a case's business
// unless its setup says so.
// Source: /mtproto/service_messages
import type * as Mtproto from '../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { DcSetup } from './dc-setup.ts'

/** The answer to the message `msgId`, if it wants one. `unix` in milliseconds; `salt` is the one in use. */
export function serviceAnswer(
  value: Mtproto.Types['object' | 'call'],
  msgId: bigint,
  setup: DcSetup,
  unix: number,
  salt: bigint,
): Mtproto.Types['object'] | undefined {
  switch (value._) {
    case 'ping':
    case 'ping_delay_disconnect':
      return setup.pongs === false ? undefined : { _: 'pong', msgId, pingId: value.pingId }
    case 'get_future_salts': {
      const now = Math.floor(unix / 1000)
      const current = {
        _: 'future_salt',
        validSince: now - 60,
        validUntil: now + 1740,
        salt,
      } as const
      const salts = [...(setup.futureSalts?.(now, salt) ?? [current])]
      return { _: 'future_salts', reqMsgId: msgId, now, salts }
    }
    case 'msgs_state_req': {
      const info = setup.states?.(value.msgIds) ?? new Uint8Array(value.msgIds.length).fill(4)
      return { _: 'msgs_state_info', reqMsgId: msgId, info }
    }
    case 'rpc_drop_answer': {
      const result = encode(mtproto, setup.dropped ?? { _: 'rpc_answer_unknown' })
      return { _: 'rpc_result', reqMsgId: msgId, result }
    }
    case 'destroy_session':
      return { _: 'destroy_session_none', sessionId: value.sessionId }
    default:
      return undefined
  }
}
