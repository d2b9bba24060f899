// What a data centre knows of an auth key beyond its encryption: which program uses it, and who is logged
// in with it. A temporary key shares the login of the permanent key it is bound to.
// Source: /api/auth, /api/qr-login, /api/pfs
import type { SrpChallenge } from '../core/login/srp-server.ts'
import type { ClientInfo } from '../core/session/layer.ts'
import type { Account } from './accounts.ts'

/** A challenge of two-step verification, good for one proof. */
export interface PasswordChallenge extends SrpChallenge {
  readonly srpId: bigint
}

/** How far a login has come. */
export type LoginStep =
  | { readonly step: 'logged-out' }
  /** a login token was accepted for this account; the next export says how to go on */
  | { readonly step: 'accepted'; readonly account: Account }
  | { readonly step: 'password-needed'; readonly account: Account }
  | { readonly step: 'logged-in'; readonly account: Account }

/** The login of a permanent key, or of a temporary one that is not bound. */
export class Login {
  /** where its keys are known */
  readonly dc: number
  /** the auth keys that use it */
  readonly keyIds: Set<bigint> = new Set()
  state: LoginStep = { step: 'logged-out' }
  challenge: PasswordChallenge | undefined

  constructor(dc: number, authKeyId: bigint) {
    this.dc = dc
    this.keyIds.add(authKeyId)
  }

  /** The account that is logged in. */
  get account(): Account | undefined {
    return this.state.step === 'logged-in' ? this.state.account : undefined
  }
}

/** What initConnection told about a program. */
export type ClientIdentity = Pick<
  ClientInfo,
  'apiId' | 'deviceModel' | 'systemVersion' | 'appVersion'
>

/** Outcomes of this many calls are remembered for invokeAfterMsg. */
const MAX_OUTCOMES = 1000

export class KeyState {
  readonly authKeyId: bigint
  readonly temporary: boolean
  /** the permanent key that vouches for this temporary one */
  permAuthKeyId: bigint | undefined
  login: Login
  /** what invokeWithLayer told */
  layer: number | undefined
  client: ClientIdentity | undefined
  readonly #outcomes = new Map<bigint, boolean | Promise<boolean>>()

  constructor(dc: number, authKeyId: bigint, temporary: boolean) {
    this.authKeyId = authKeyId
    this.temporary = temporary
    this.login = new Login(dc, authKeyId)
  }

  /** Notes whether a call succeeded, or will. */
  settle(msgId: bigint, outcome: boolean | Promise<boolean>): void {
    this.#outcomes.set(msgId, outcome)
    if (this.#outcomes.size > MAX_OUTCOMES)
      this.#outcomes.delete(this.#outcomes.keys().next().value!)
  }

  /** Whether a call succeeded, or will; undefined when it was refused at once, or never came. */
  outcome(msgId: bigint): boolean | Promise<boolean> | undefined {
    return this.#outcomes.get(msgId)
  }

  /** Shares the login of the permanent key from now on. Source: /api/pfs */
  bind(permanent: KeyState): void {
    this.permAuthKeyId = permanent.authKeyId
    this.login = permanent.login
    this.login.keyIds.add(this.authKeyId)
    this.#introduceAgain()
  }

  /** Undoes bind. */
  unbind(): void {
    const { dc } = this.login
    this.login.keyIds.delete(this.authKeyId)
    this.permAuthKeyId = undefined
    this.login = new Login(dc, this.authKeyId)
    this.#introduceAgain()
  }

  /** What a client said about itself counts until the binding changes. */
  #introduceAgain(): void {
    this.layer = undefined
    this.client = undefined
  }
}
