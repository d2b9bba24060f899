// The steps of the server's side of a key exchange, what each of them knows, and which may follow which.
// Source: /mtproto/auth_key. The exchange goes no way that is not in the table, and its drawing is made from it.
import type { Transition } from '../course.ts'
import type { Nonces } from './checks.ts'
import type { TmpAes } from './derive.ts'

/** What the client asked for in its inner data. */
export interface Wish {
  /** 32 bytes, the client's, secret */
  readonly newNonce: Uint8Array
  /** the lifetime of a temporary key in seconds */
  readonly expiresIn: number | undefined
}

/** What the server has to remember between server_DH_params_ok and the client's answer. */
export interface Agreement extends Wish {
  readonly aes: TmpAes
  /** 256 bytes, the server's secret exponent */
  readonly a: Uint8Array
  /** the retry_id that the client has to name: 0, or auth_key_aux_hash of the attempt that collided */
  readonly retryId: bigint
  /** how many attempts collided so far */
  readonly collisions: number
}

export type ServerStep =
  | { readonly step: 'idle' }
  | {
      readonly step: 'awaiting-req-dh-params'
      readonly nonces: Nonces
      readonly pq: Uint8Array
      readonly p: Uint8Array
      readonly q: Uint8Array
    }
  | {
      readonly step: 'decrypting'
      readonly nonces: Nonces
      readonly pq: Uint8Array
      readonly p: Uint8Array
      readonly q: Uint8Array
    }
  | {
      readonly step: 'computing-g-a'
      readonly nonces: Nonces
      readonly wish: Wish
      readonly a: Uint8Array
    }
  | {
      readonly step: 'awaiting-set-client-dh-params'
      readonly nonces: Nonces
      readonly agreement: Agreement
    }
  | { readonly step: 'computing-key'; readonly nonces: Nonces; readonly agreement: Agreement }
  | { readonly step: 'done' }
  | { readonly step: 'refused' }

/** The step called `S`. */
export type ServerStepOf<S extends ServerStep['step']> = Extract<ServerStep, { step: S }>

/** Every way from one step to the next. */
export const SERVER_TRANSITIONS: readonly Transition<ServerStep['step']>[] = [
  { from: 'idle', on: 'req_pq_multi', to: 'awaiting-req-dh-params', sends: 'resPQ' },
  { from: 'idle', on: 'req_pq', to: 'awaiting-req-dh-params', sends: 'resPQ' },
  { from: 'awaiting-req-dh-params', on: 'req_DH_params', to: 'decrypting' },
  { from: 'decrypting', on: 'computed', to: 'computing-g-a' },
  { from: 'computing-g-a', on: 'computed', to: 'computing-g-a' },
  {
    ...{ from: 'computing-g-a', on: 'computed', to: 'awaiting-set-client-dh-params' },
    sends: 'server_DH_params_ok',
  },
  { from: 'awaiting-set-client-dh-params', on: 'set_client_DH_params', to: 'computing-key' },
  { from: 'computing-key', on: 'computed', to: 'done', sends: 'dh_gen_ok' },
  {
    ...{ from: 'computing-key', on: 'computed', to: 'awaiting-set-client-dh-params' },
    sends: 'dh_gen_retry',
  },
  { from: 'computing-key', on: 'computed', to: 'refused', sends: 'dh_gen_fail' },
  // a request that fails a check or belongs to another step
  { from: '*', on: 'failure', to: 'refused' },
]
