// One auth key as the server keeps it: its salts and its sessions. It outlives both.
// Source: /mtproto/description#authorization-key
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Random } from '../machine.ts'
import { unixOfMsgId } from '../session/msg-id.ts'
import { SaltSchedule } from './salts.ts'
import { ServerSession } from './server-session.ts'
import type { DcServerStages } from './stages.ts'

/** How long the server waits for an answer to carry an acknowledgement, in milliseconds. */
const ACK_DELAY = 500
/** As many destroyed sessions are remembered. */
const MAX_GONE = 1000
/** A key has no more sessions than this; the one that was idle longest is forgotten. */
const MAX_SESSIONS = 64

export interface ServerKeyOptions {
  readonly random: Random
  readonly stages?: DcServerStages | undefined
}

export class ServerKey {
  readonly authKey: AuthKey
  /** when a temporary key ends: unix seconds */
  readonly expiresAt: number | undefined
  readonly salts: SaltSchedule
  /** whether the client has asked for its end */
  destroyed = false
  /** the one used last stands last */
  readonly sessions: Map<bigint, ServerSession> = new Map()
  /** the sessions that were destroyed, and when: unix milliseconds */
  readonly #gone = new Map<bigint, number>()
  readonly #options: ServerKeyOptions

  constructor(
    authKey: AuthKey,
    firstSalt: bigint,
    unix: number,
    expiresAt: number | undefined,
    options: ServerKeyOptions,
  ) {
    this.authKey = authKey
    this.expiresAt = expiresAt
    this.salts = new SaltSchedule(firstSalt, unix, options.random)
    this.#options = options
  }

  /** The session with this id, made when the client has just made it up. */
  session(id: bigint): ServerSession {
    let session = this.sessions.get(id)
    if (session === undefined) {
      const { random, stages } = this.#options
      session = new ServerSession({ id, side: 'server', random, ackDelay: ACK_DELAY }, stages?.body)
    } else {
      this.sessions.delete(id)
    }
    this.sessions.set(id, session)
    return session
  }

  /** ENC-29: whether a message is older than the end of its session, and would begin it again as a replay. */
  isOver(sessionId: bigint, msgId: bigint): boolean {
    const end = this.#gone.get(sessionId)
    return end !== undefined && unixOfMsgId(msgId) <= end
  }

  /** SES-75: forgets the session at server time `unix` (milliseconds), and returns it if it was there. */
  destroySession(id: bigint, unix: number): ServerSession | undefined {
    const session = this.sessions.get(id)
    if (session === undefined) return undefined
    this.sessions.delete(id)
    this.#gone.set(id, unix)
    if (this.#gone.size > MAX_GONE) this.#gone.delete(this.#gone.keys().next().value!)
    return session
  }

  /** Forgets the session that was idle longest when there are too many, and returns it. */
  evict(): ServerSession | undefined {
    if (this.sessions.size <= MAX_SESSIONS) return undefined
    const oldest = this.sessions.values().next().value!
    this.sessions.delete(oldest.session.id)
    return oldest
  }
}
