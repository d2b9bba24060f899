// Server time as this side believes it, carried by the monotonic clock so that a local clock that jumps
// changes nothing. Source: /mtproto/auth_key (server_time), /mtproto/service_messages_about_messages (16, 17)
import type { Now } from '../machine.ts'

export class ServerClock {
  /** server unix time minus the local monotonic clock, in milliseconds */
  #offset: number
  /** whether the offset was learnt from the server in this run, and may be used to refuse messages */
  #trusted = false

  /** `timeOffset` is server time minus the local unix clock, in milliseconds, as far as it is known. */
  constructor(now: Now, timeOffset = 0) {
    this.#offset = now.unix + timeOffset - now.monotonic
  }

  get trusted(): boolean {
    return this.#trusted
  }

  /** Server time in milliseconds since 1970. */
  unix(now: Now): number {
    return now.monotonic + this.#offset
  }

  /** The local monotonic time at which the server's clock shows `unix`; all in milliseconds. */
  monotonic(unix: number): number {
    return unix - this.#offset
  }

  /** Server time minus the local unix clock, in milliseconds: the form that outlives a process. */
  timeOffset(now: Now): number {
    return Math.round(this.unix(now) - now.unix)
  }

  /** Learns that the server's clock shows `unix` (milliseconds) now. */
  sync(unix: number, now: Now): void {
    this.#offset = unix - now.monotonic
    this.#trusted = true
  }
}
