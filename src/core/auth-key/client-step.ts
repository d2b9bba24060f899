// The steps of the client's side of a key exchange, what each of them knows, and which may follow which.
// Source: /mtproto/auth_key. A step holds only what is still needed, so an answer cannot be read in
// another step than its own; the exchange goes no way that is not in the table, and its drawing is made from it.
import type { Transition } from '../course.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import type { Nonces } from './checks.ts'
import type { TmpAes } from './derive.ts'

export interface Secrets extends Nonces {
  /** 32 bytes, the client's, secret */
  readonly newNonce: Uint8Array
}

/** What the server proposed in server_DH_inner_data. */
export interface Group {
  readonly g: number
  /** 256 bytes */
  readonly dhPrime: Uint8Array
  /** 256 bytes */
  readonly gA: Uint8Array
  readonly aes: TmpAes
  /** unix time in seconds */
  readonly serverTime: number
  /** server time minus local time at receipt, in milliseconds */
  readonly timeOffset: number
}

export type ClientStep =
  | { readonly step: 'idle' }
  | { readonly step: 'awaiting-res-pq'; readonly nonce: Uint8Array }
  | {
      readonly step: 'factorizing'
      readonly job: number
      readonly nonces: Nonces
      readonly pq: Uint8Array
      readonly key: RsaPublicKey
    }
  | { readonly step: 'awaiting-dh-params'; readonly secrets: Secrets }
  | {
      readonly step: 'proving-prime'
      readonly job: number
      readonly secrets: Secrets
      readonly group: Group
    }
  | {
      readonly step: 'computing-key'
      readonly gBJob: number
      readonly authKeyJob: number
      readonly secrets: Secrets
      readonly group: Group
      /** 0, or auth_key_aux_hash of the attempt that the server wants repeated */
      readonly retryId: bigint
      readonly gB?: Uint8Array
      readonly authKey?: AuthKey
    }
  | {
      readonly step: 'awaiting-dh-gen'
      readonly secrets: Secrets
      readonly group: Group
      readonly authKey: AuthKey
    }
  | { readonly step: 'done' }
  | { readonly step: 'failed' }

/** The step called `S`. */
export type ClientStepOf<S extends ClientStep['step']> = Extract<ClientStep, { step: S }>

/** Every way from one step to the next. */
export const CLIENT_TRANSITIONS: readonly Transition<ClientStep['step']>[] = [
  { from: 'idle', on: 'start', to: 'awaiting-res-pq', sends: 'req_pq_multi' },
  { from: 'awaiting-res-pq', on: 'resPQ', to: 'factorizing' },
  { from: 'factorizing', on: 'computed', to: 'awaiting-dh-params', sends: 'req_DH_params' },
  { from: 'awaiting-dh-params', on: 'server_DH_params_ok', to: 'computing-key' },
  { from: 'awaiting-dh-params', on: 'server_DH_params_ok', to: 'proving-prime' },
  { from: 'proving-prime', on: 'computed', to: 'computing-key' },
  { from: 'computing-key', on: 'computed', to: 'computing-key' },
  { from: 'computing-key', on: 'computed', to: 'awaiting-dh-gen', sends: 'set_client_DH_params' },
  { from: 'awaiting-dh-gen', on: 'dh_gen_ok', to: 'done' },
  { from: 'awaiting-dh-gen', on: 'dh_gen_retry', to: 'computing-key' },
  // a failed check, the end of the time, a transport error, server_DH_params_fail, dh_gen_fail
  { from: '*', on: 'failure', to: 'failed' },
]
