// The service messages, which both sides treat differently from calls, answers and updates.
// Source: /mtproto/service_messages, /mtproto/service_messages_about_messages

/** Constructor ids that have to be recognised before, or instead of, decoding a body. */
export const SERVICE = {
  msgContainer: 0x73f1f8dc,
  gzipPacked: 0x3072cfa1,
  rpcResult: 0xf35c6d01,
  rpcError: 0x2144ca19,
  badMsgNotification: 0xa7eff811,
  badServerSalt: 0xedab447b,
  pong: 0x347773c5,
} as const

/** Messages that are never content-related: an odd seqno on one of them is an error. */
const NEVER_CONTENT_RELATED: readonly number[] = [
  SERVICE.msgContainer,
  0xe06046b2, // msg_copy
  0x62d6b459, // msgs_ack
]

/** Messages that may be content-related, and that are sent from here as if they were not. */
const SELDOM_CONTENT_RELATED: readonly number[] = [
  SERVICE.badMsgNotification,
  SERVICE.badServerSalt,
  0xda69fb52, // msgs_state_req
  0x04deb57d, // msgs_state_info
  0x8cc0d131, // msgs_all_info
  0x276d3ec6, // msg_detailed_info
  0x809db6df, // msg_new_detailed_info
  0x7d861a08, // msg_resend_req
  0x58e4a740, // rpc_drop_answer
  0xb921bd04, // get_future_salts
  0xae500895, // future_salts
  0x7abe77ec, // ping
  0xf3427b8c, // ping_delay_disconnect
  SERVICE.pong,
  0x9299359f, // http_wait
  0xd1435160, // destroy_auth_key
  // Nobody is there any more to take an acknowledgement of these.
  0xf660e1d4, // destroy_auth_key_ok
  0x0a9f2259, // destroy_auth_key_none
  0xea109b13, // destroy_auth_key_fail
]

/** Whether a message with this constructor id goes out as content-related: numbered odd, to be acknowledged. */
export function isContentConstructor(id: number): boolean {
  return !NEVER_CONTENT_RELATED.includes(id) && !SELDOM_CONTENT_RELATED.includes(id)
}

/** SES-60: the code of bad_msg_notification that the parity of a seqno deserves, or undefined. */
export function seqNoFault(id: number, seqNo: number): 34 | 35 | undefined {
  const isOdd = (seqNo & 1) === 1
  if (isOdd && NEVER_CONTENT_RELATED.includes(id)) return 34
  if (!isOdd && isContentConstructor(id)) return 35
  return undefined
}

/** C-10: the messages that repair a wrong clock are heard however old or new they seem. */
export function repairsClock(id: number): boolean {
  return id === SERVICE.badMsgNotification || id === SERVICE.badServerSalt || id === SERVICE.pong
}
