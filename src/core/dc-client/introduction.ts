// How far a session has come to be known: its key may have to be bound first, and then its calls introduce the
// client until the server has accepted one of them. It goes no way that is not in the table, and the drawing on
// illustrated pages is made from it. Source: /api/pfs, /api/invoking#layers
import { concat } from '../bytes/bytes.ts'
import { Course, type Transition } from '../course.ts'
import { wrapInLayer } from '../session/layer.ts'
import type { ClientSessionOptions } from './client-session-io.ts'

/** Where a session stands. */
export type SessionPhase = { readonly step: 'unbound' | 'unintroduced' | 'introduced' }

/** Every way from one to the next; that a connection is lost is none of them. */
export const SESSION_TRANSITIONS: readonly Transition<SessionPhase['step']>[] = [
  { from: 'unbound', on: 'rpc_result', to: 'unintroduced' },
  { from: 'unintroduced', on: 'rpc_result', to: 'introduced' },
  { from: 'introduced', on: 'CONNECTION_NOT_INITED', to: 'unintroduced' },
  { from: '*', on: 'dh_gen_ok', to: 'unbound', sends: 'auth.bindTempAuthKey' },
  { from: '*', on: 'dh_gen_ok', to: 'unintroduced' },
  { from: '*', on: 'another binding', to: 'unbound', sends: 'auth.bindTempAuthKey' },
  { from: '*', on: 'bound again', to: 'unintroduced' },
  { from: '*', on: 'key gone', to: 'unbound' },
  { from: '*', on: 'key gone', to: 'unintroduced' },
]

export class Introduction {
  /** the layer wrapper, to be followed by the call */
  readonly #wrapper: Uint8Array
  readonly #course = new Course<SessionPhase>(SESSION_TRANSITIONS, { step: 'unintroduced' })

  /** Throws ERR_TL_VALUE when `layer` or `info` do not fit their types. */
  constructor({ layer, info, proxy }: ClientSessionOptions) {
    this.#wrapper = wrapInLayer(new Uint8Array(0), layer, info, proxy)
  }

  /** Whether calls wait for a temporary key to be bound. */
  get isUnbound(): boolean {
    return this.#course.step === 'unbound'
  }

  /** Whether the server has accepted a call inside the wrapper. */
  get isDone(): boolean {
    return this.#course.step === 'introduced'
  }

  /** How many bytes it adds to a call. */
  get size(): number {
    return this.isDone ? 0 : this.#wrapper.length
  }

  /** A call inside the layer wrapper. */
  wrap(call: Uint8Array): Uint8Array {
    return concat(this.#wrapper, call)
  }

  /** Another key, or none. */
  begin(on: 'dh_gen_ok' | 'key gone', unbound: boolean): void {
    this.#course.go(on, { step: unbound ? 'unbound' : 'unintroduced' })
  }

  /** The key is to be bound, or bound again. */
  unbind(): void {
    this.#course.go('another binding', { step: 'unbound' })
  }

  /** The key is bound; again, if a binding was asked for while the answer to another one was on its way. */
  bound(): void {
    this.#course.go(this.isUnbound ? 'rpc_result' : 'bound again', { step: 'unintroduced' })
  }

  /** The server has accepted an introduction; one from before the key was to be bound does not count. */
  accepted(): void {
    if (this.#course.step === 'unintroduced') this.#course.go('rpc_result', { step: 'introduced' })
  }

  /** The server says that it does not know the client. */
  refused(): void {
    if (this.isDone) this.#course.go('CONNECTION_NOT_INITED', { step: 'unintroduced' })
  }
}
