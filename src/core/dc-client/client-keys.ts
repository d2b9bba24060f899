// The keys of one data centre: the permanent one, which is the account, and with forward secrecy a temporary
// one that carries the traffic, replaced before it ends. Source: /api/pfs
import type { AuthKey } from '../crypto/auth-key.ts'
import type { SecretSink } from '../secrets.ts'
import type { ClientSalts } from './client-salts.ts'
import type { DcState } from './dc-client-io.ts'

/** A temporary key. */
export interface TemporaryKey {
  readonly authKey: AuthKey
  /** unix seconds of the server's clock */
  readonly expiresAt: number
  /** whether the server knows which permanent key stands behind it */
  bound: boolean
}

/** A key is replaced this part of its life before its end, when nothing is in flight … */
const RENEW_AT = 1 / 8
/** … or at the latest this part before. */
const FORCE_AT = 1 / 64
/** SES-51: a permanent key younger than this may not be known everywhere yet, in milliseconds. */
const YOUNG = 60_000

export class ClientKeys {
  /** seconds a temporary key lives; undefined without forward secrecy, or when it is over */
  lifetime: number | undefined
  permanent: AuthKey | undefined
  temporary: TemporaryKey | undefined
  /** when the permanent key was made in this run: monotonic milliseconds */
  #madeAt: number | undefined

  /** `secrets` is told of a key that was kept. */
  constructor(permanent?: AuthKey, lifetime?: number, secrets?: SecretSink) {
    if (permanent) secrets?.({ kind: 'auth-key', key: permanent.key, temporary: false })
    this.permanent = permanent
    this.lifetime = lifetime
  }

  /** The key that messages are sealed with, if it is there. */
  get carrier(): AuthKey | undefined {
    return this.lifetime === undefined ? this.permanent : this.temporary?.authKey
  }

  /** The key of this id, if messages are sealed with it. */
  find(authKeyId: bigint): AuthKey | undefined {
    return this.carrier?.id === authKeyId ? this.carrier : undefined
  }

  /** Which key has to be made before anything can be sent. */
  get missing(): 'permanent' | 'temporary' | undefined {
    if (this.permanent === undefined) return 'permanent'
    return this.carrier === undefined ? 'temporary' : undefined
  }

  /** Whether calls have to wait for auth.bindTempAuthKey. */
  get unbound(): boolean {
    return this.temporary?.bound === false
  }

  setPermanent(authKey: AuthKey, monotonic: number): void {
    this.permanent = authKey
    this.#madeAt = monotonic
  }

  /** From now on the permanent key carries what there is to say, which is that it shall end. */
  endForwardSecrecy(): void {
    this.temporary = undefined
    this.lifetime = undefined
  }

  /** Nothing of the keys is left. */
  forget(): void {
    this.permanent = undefined
    this.temporary = undefined
    this.#madeAt = undefined
  }

  /** Whether the permanent key was made so recently that the server may not know it everywhere. */
  isYoung(monotonic: number): boolean {
    return this.#madeAt !== undefined && monotonic - this.#madeAt < YOUNG
  }

  /** When the temporary key is to be replaced, unix seconds: as soon as nothing is in flight, or at once. */
  renewAt(busy: boolean): number {
    if (this.temporary === undefined) return Number.POSITIVE_INFINITY
    return this.temporary.expiresAt - this.lifetime! * (busy ? FORCE_AT : RENEW_AT)
  }

  /** What outlives a process, with the salts of the key and the clock offset in milliseconds. */
  state({ current, future }: ClientSalts, timeOffset: number): DcState | undefined {
    const { permanent: authKey, lifetime } = this
    if (authKey === undefined) return undefined
    // A salt belongs to the key that carries the traffic, and a temporary one is not kept.
    return lifetime === undefined
      ? { authKey, serverSalt: current, futureSalts: future, timeOffset }
      : { authKey, serverSalt: 0n, timeOffset }
  }
}
