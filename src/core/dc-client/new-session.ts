// A session as a client begins it: its id is drawn at random and is never 0. Source: /mtproto/description#session
import { readInt64LE } from '../bytes/integers.ts'
import type { Random } from '../machine.ts'
import { Session } from '../session/session.ts'

/** Acknowledgements travel with the next call, or alone after this long, in milliseconds. */
const ACK_DELAY = 30_000

/** A session that the server has not heard of. Over HTTP acknowledgements always travel with something else. */
export function newSession(random: Random, isHttp: boolean): Session {
  const ackDelay = isHttp ? Number.POSITIVE_INFINITY : ACK_DELAY
  let id = 0n
  while (id === 0n) id = readInt64LE(random(8, 'session_id'))
  return new Session({ id, side: 'client', random, ackDelay })
}
