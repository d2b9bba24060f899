// What a case can vary about the harness's data centre, and what is sent and heard there.
import type { AuthKeyServerStages } from '../core/auth-key/server-stages.ts'
import type { EncryptedMessage } from '../core/envelope/encrypted.ts'
import type { PlaintextMessage } from '../core/envelope/plaintext.ts'
import type { LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import type * as Mtproto from '../core/tl/generated/mtproto/index.ts'
import type { FrameRecord } from '../core/transport/framing.ts'
import type { TlsRecord } from '../core/transport/tls-records.ts'
import type { Dc } from './dc.ts'
import type { Heard } from './heard.ts'
import type { LoginSetup } from './login-script.ts'

/** What a case can set about the data centre; the faults of client cases are single values of it. */
export interface DcSetup extends AuthKeyServerStages {
  readonly dhPrime?: Uint8Array
  readonly g?: number
  /** replaces single draws of the harness */
  readonly draws?: (random: Random) => Random
  /** what its RSA key follows from, in place of the one that all runs have */
  readonly rsaKey?: string
  /** an auth key that it knows without having made it */
  readonly known?: Uint8Array
  /** so many new keys collide with one that exists */
  readonly collisions?: number
  /** whether a key, 256 bytes, collides with one that exists; asked until there is one that does not */
  readonly collides?: (authKey: Uint8Array) => boolean
  /** what its clock shows more than the client's, in milliseconds */
  readonly ahead?: number
  /** a transport error in place of the answer to this request of the first exchange */
  readonly refused?: { readonly request: string; readonly code: number }
  /** so many copies of this request stay unanswered */
  readonly silence?: { readonly request: string; readonly times: number }
  /** hooks on the stages of the first key exchange's envelopes */
  readonly plaintext?: Stage<PlaintextMessage>
  readonly plaintextFrame?: Stage<FrameRecord>
  /** hooks on the stages of the one message of a session that a case is about */
  readonly envelope?: Stage<EncryptedMessage>
  readonly sealed?: LinkStages['sealed']
  readonly frame?: Stage<FrameRecord>
  /** what is sent in place of the answer the case is about, or beside it */
  readonly reply?: (answer: Mtproto.Types['object'], call: Heard, dc: Dc) => readonly Reply[]
  /** the states told about messages of the client; received, by default */
  readonly states?: (msgIds: readonly bigint[]) => Uint8Array
  /** the salts told on request; by default the one in use */
  readonly futureSalts?: (now: number, salt: bigint) => readonly Mtproto.future_salt[]
  /** what becomes of an answer that is no longer wanted; unknown by default */
  readonly dropped?: Mtproto.RpcDropAnswer
  /** how a login goes; see login-script.ts */
  readonly login?: LoginSetup
  /** the encoded result of a call of a login, the `count`th of its name */
  readonly result?: (call: Heard, count: number, honest: Uint8Array, dc: Dc) => Uint8Array
  /** the update that tells of an accepted token */
  readonly push?: (update: Uint8Array, dc: Dc) => readonly Reply[]
  /** hooks on what a proxy in front of it sends on its first connection: its answer to a TLS hello, each record, each segment */
  readonly proxyAnswer?: Stage<Uint8Array>
  readonly proxyRecord?: Stage<TlsRecord>
  readonly proxySegment?: Stage<Uint8Array>
  /** anything else that a case varies */
  readonly variant?: string | number
  /** the hook on the tokens of quick acknowledgements */
  readonly quickAck?: Stage<number>
  /** the hook on what goes out at once, each record in a segment of its own */
  readonly segments?: Stage<Uint8Array>
  /** whether pings get their pongs; they do by default */
  readonly pongs?: boolean
}

/** A body to send, with whatever is not as a correct sender would fill it in. */
export interface Reply {
  readonly body: Mtproto.Types['object' | 'call'] | Uint8Array
  /** `answer` 1 mod 4, `notice` 3 mod 4 */
  readonly kind?: 'answer' | 'notice'
  readonly fields?: Partial<EncryptedMessage>
  /** the payload of a frame in place of all that */
  readonly raw?: Uint8Array
}

/** An unencrypted request of a client. */
export interface HeardRequest {
  readonly link: number
  /** the TL name, or `unknown` */
  readonly name: string
  /** one object, and whatever filler follows it */
  readonly body: Uint8Array
  readonly at: number
}
