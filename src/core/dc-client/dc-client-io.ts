// What goes into the machine of one data centre and what comes out of it.
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Job, JobOutcome } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import type { MtprotoError } from '../errors.ts'
import type { LinkStages } from '../link/link.ts'
import type { Now, Random } from '../machine.ts'
import type { SecretSink } from '../secrets.ts'
import type { Compress } from '../session/gzip-packed.ts'
import type { ClientInfo } from '../session/layer.ts'
import type { Trace } from '../trace.ts'
import type { FramingName } from '../transport/framing.ts'
import type { ProxyAddress } from '../transport/proxy-link.ts'
import type { BackoffLimits } from './backoff.ts'
import type { FutureSalt } from './client-salts.ts'
import type { ClientSessionOutput } from './client-session-io.ts'
import type { Invocation } from './query.ts'

/** What outlives a process: enough to go on without a new key exchange. */
export interface DcState {
  readonly authKey: AuthKey
  readonly serverSalt: bigint
  /** salts the server has promised for later */
  readonly futureSalts?: readonly FutureSalt[] | undefined
  /** server time minus the local unix clock, in milliseconds */
  readonly timeOffset: number
}

/** What may happen to a DcClient. `link` is the number of a connection, from its `connect`; `id` that of a call or job. */
export type DcClientInput =
  /** be connected, even without a call to make */
  | { readonly kind: 'connect' }
  /** make a call, and be connected from now on */
  | ({ readonly kind: 'invoke' } & Invocation)
  /** the call is no longer wanted: neither a result nor an error will come */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'opened'; readonly link: number }
  | { readonly kind: 'bytes'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly link: number; readonly reason: string | undefined }
  | JobOutcome
  /** the network is another one, or back again: try at once instead of waiting */
  | { readonly kind: 'network-changed' }
  /** the permanent key is of no use any more; a new one is made for the calls to come */
  | { readonly kind: 'forget-key'; readonly error: MtprotoError }
  /** let the server forget the keys, then forget them here and close: the end of a log-out */
  | { readonly kind: 'destroy-key' }
  /** send what is owed and close for good */
  | { readonly kind: 'close' }

/** What a DcClient wants done or has to tell. Connections are numbered by `link`, and each `connect` opens a new one. */
export type DcClientOutput =
  | { readonly kind: 'connect'; readonly link: number }
  | { readonly kind: 'write'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly link: number }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'store'; readonly state: DcState | undefined }
  /** calls can be made; `again` after an earlier connection was lost */
  | { readonly kind: 'ready'; readonly again: boolean }
  | { readonly kind: 'unreachable'; readonly error: MtprotoError }
  /** the permanent key is gone, and with it the login it stood for */
  | { readonly kind: 'key-lost'; readonly error: MtprotoError }
  /** the server has taken the call, before it answers */
  | { readonly kind: 'quick-ack'; readonly id: number }
  | Exclude<
      ClientSessionOutput,
      { readonly kind: 'unbound' | 'bound' | 'missed' | 'key-destroyed' }
    >

/** How a DcClient reaches its data centre and introduces itself there, and what it knows from before. */
export interface DcClientOptions {
  readonly crypto: Crypto
  readonly random: Random
  readonly now: Now
  readonly compress?: Compress | undefined
  /** where the data centre is, in words, for errors */
  readonly address: string
  /** the RSA keys a server may prove itself with */
  readonly keys: readonly RsaPublicKey[]
  /** the `dc` of the key exchange: the id, +10000 for test servers, negative for media */
  readonly dc: number
  readonly framing: FramingName
  /** of the data centre, as HTTP names it: `name` or `name:port` */
  readonly host?: string | undefined
  readonly obfuscated: boolean
  /** the MTProxy that connections lead to, obfuscated in any case and in a framing that its secret allows */
  readonly proxy?: ProxyAddress | undefined
  readonly layer: number
  readonly info: ClientInfo
  readonly state?: DcState | undefined
  /** forward secrecy: the seconds a temporary key lives, such as 86,400; without it the permanent key is used */
  readonly tempKeyLifetime?: number | undefined
  /** how long a connection may take to open, in milliseconds */
  readonly connectTimeout?: number | undefined
  readonly backoff?: Partial<BackoffLimits> | undefined
  readonly stages?: LinkStages | undefined
  readonly trace?: Trace | undefined
  /** told every key, and what opens the key exchange */
  readonly secrets?: SecretSink | undefined
}
