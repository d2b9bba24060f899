// What a client does about each code of bad_msg_notification, as a table.
// Source: /mtproto/service_messages_about_messages#notice-of-ignored-error-message

export interface BadMsg {
  readonly meaning: string
  /** the notification's own msg_id tells the server's time */
  readonly syncClock: boolean
  /** `resend`: the named messages, under new ids; `new-session`: everything outstanding, under a new session id */
  readonly action: 'resend' | 'new-session'
}

const fault = (meaning: string): BadMsg => ({ meaning, syncClock: false, action: 'new-session' })

const BAD_MSG: Readonly<Record<number, BadMsg>> = {
  // SES-16
  16: { meaning: 'msg_id is too low', syncClock: true, action: 'resend' },
  // SES-17: ids must rise within a session, and the next ones will be lower: only a new session can hold them.
  17: { meaning: 'msg_id is too high', syncClock: true, action: 'new-session' },
  // SES-18, and SES-20 for 32 and 33
  18: fault('the two lowest bits of msg_id are wrong'),
  19: fault('the msg_id of a container was used before'),
  // SES-19
  20: { meaning: 'the message is too old to be known', syncClock: false, action: 'resend' },
  32: fault('seqno is too low'),
  33: fault('seqno is too high'),
  34: fault('an even seqno was expected'),
  35: fault('an odd seqno was expected'),
  // SES-21
  48: { meaning: 'the server salt is wrong', syncClock: false, action: 'resend' },
  64: fault('the container is invalid'),
}

/** The reaction to a code; an unknown one is treated as a fault of this session. */
export function badMsg(code: number): BadMsg {
  return BAD_MSG[code] ?? fault(`unknown code ${code}`)
}
