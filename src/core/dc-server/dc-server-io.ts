// What goes into the machine of one data centre on its server's side and what comes out of it.
import type { AuthKeyServerOptions } from '../auth-key/server.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Job, JobOutcome } from '../crypto/job.ts'
import type { Now } from '../machine.ts'
import type { RuleId } from '../rules.ts'
import type { SecretSink } from '../secrets.ts'
import type { Compress } from '../session/gzip-packed.ts'
import type { Trace } from '../trace.ts'
import type { DcServerStages } from './stages.ts'

/** What may happen to a DcServer. The owner numbers connections by `link`; `call` is the number of a ServerCall. */
export type DcServerInput =
  | { readonly kind: 'accepted'; readonly link: number }
  | { readonly kind: 'bytes'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly link: number }
  | JobOutcome
  /** the boxed result of a call */
  | { readonly kind: 'answer'; readonly call: number; readonly body: Uint8Array }
  | {
      readonly kind: 'refuse'
      readonly call: number
      readonly errorCode: number
      readonly errorMessage: string
    }
  /** an object for every session of a key that has made a call */
  | { readonly kind: 'push'; readonly authKeyId: bigint; readonly body: Uint8Array }
  /** a key that was agreed on elsewhere, and its first salt */
  | { readonly kind: 'adopt'; readonly authKey: AuthKey; readonly serverSalt: bigint }
  /** a session that wants no objects pushed, until its next call */
  | { readonly kind: 'mute'; readonly authKeyId: bigint; readonly sessionId: bigint }
  /** from now on every salt handed out before is wrong */
  | { readonly kind: 'rotate-salts' }
  /** keys are lost as if they had never been: one, or all */
  | { readonly kind: 'forget'; readonly authKeyId?: bigint }
  /** every connection is cut */
  | { readonly kind: 'drop' }

/** A call for the owner to answer or refuse, once. `call` is its number, `link` its connection's; `body` is TL. */
export interface ServerCall {
  readonly kind: 'call'
  /** its number, for the answer */
  readonly call: number
  /** the number of the connection it came by */
  readonly link: number
  readonly authKeyId: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  /** the call in TL, its wrappers included */
  readonly body: Uint8Array
}

/** What a DcServer wants done or has to tell. */
export type DcServerOutput =
  | { readonly kind: 'write'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly link: number }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | ServerCall
  /** a key that its client has destroyed */
  | { readonly kind: 'destroyed'; readonly authKeyId: bigint }

/** What a DcServer proves itself with, and how strict it is. */
export interface DcServerOptions extends Omit<AuthKeyServerOptions, 'hasKey'> {
  readonly now: Now
  /** pretends that a key of this id exists already, so that the client has to try again */
  readonly collides?: ((authKeyId: bigint) => boolean) | undefined
  readonly compress?: Compress | undefined
  readonly stages?: DcServerStages | undefined
  /**
   * What clients in use violate, the order and parity of seqnos (SES-60, SES-61), is only recorded by default.
   * Enforces it: all of it when true, or the rules that are listed.
   */
  readonly strict?: boolean | readonly RuleId[] | undefined
  readonly trace?: Trace | undefined
  /** told every auth key */
  readonly secrets?: SecretSink | undefined
}
