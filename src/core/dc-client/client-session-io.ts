// What the session of a client needs, and what comes out of it.
import type { MessageFields } from '../envelope/encrypted.ts'
import type { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import type { Compress } from '../session/gzip-packed.ts'
import type { ClientInfo } from '../session/layer.ts'
import type { ServerClock } from '../session/server-clock.ts'
import type { Packet } from '../session/session.ts'
import type { FramingName } from '../transport/framing.ts'
import type { ProxyAddress } from '../transport/proxy-link.ts'
import type { ClientSalts } from './client-salts.ts'

export type ClientSessionOutput =
  /** the boxed result of the call, gzip unpacked */
  | { readonly kind: 'result'; readonly id: number; readonly body: Uint8Array }
  | { readonly kind: 'error'; readonly id: number; readonly error: MtprotoError }
  /** an object the server sent on its own */
  | { readonly kind: 'update'; readonly body: Uint8Array }
  /** the server lost the session's state, and updates may be missing */
  | { readonly kind: 'gap' }
  /** the server does not take the temporary key for bound */
  | { readonly kind: 'unbound' }
  /** how auth.bindTempAuthKey went */
  | { readonly kind: 'bound'; readonly error: MtprotoError | undefined }
  /** messages that were not believed for their time have to be sent again, on a new connection */
  | { readonly kind: 'missed' }
  /** the server answered destroy_auth_key, one way or another */
  | { readonly kind: 'key-destroyed' }

/** One envelope to be sent, with what it holds. */
export interface Departure {
  readonly fields: MessageFields
  readonly packet: Packet
  /** the calls in it whose owner wants to know when the server has taken them */
  readonly quickAcks: readonly number[]
}

export interface ClientSessionOptions {
  readonly random: Random
  readonly clock: ServerClock
  readonly salts: ClientSalts
  readonly framing: FramingName
  readonly layer: number
  readonly info: ClientInfo
  /** the MTProxy that the server is told of */
  readonly proxy?: ProxyAddress | undefined
  /** whether the traffic runs on temporary keys */
  readonly pfs: boolean
  readonly compress?: Compress | undefined
}
