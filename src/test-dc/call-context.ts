// What a method knows of the call it answers, beside the call itself.
import { RpcError } from '../core/errors.ts'
import type { Account } from './accounts.ts'
import type { DataCentre } from './data-centre.ts'
import type { KeyState } from './key-state.ts'
import type { Service } from './service.ts'

/** Who made a call, and how. */
export interface CallContext {
  /** the id of the data centre that was asked */
  readonly dc: number
  /** the key it came under: the temporary one, if it was one */
  readonly authKeyId: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  /** the layer the program said it speaks */
  readonly layer: number | undefined
  /** the api_id it gave */
  readonly apiId: number | undefined
  /** who is logged in */
  readonly account: Account | undefined
}

/** The same for the methods that come with the test DC. */
export class MethodContext implements CallContext {
  readonly service: Service
  readonly dataCentre: DataCentre
  readonly key: KeyState
  readonly sessionId: bigint
  readonly msgId: bigint

  constructor(
    service: Service,
    dataCentre: DataCentre,
    key: KeyState,
    sessionId: bigint,
    msgId: bigint,
  ) {
    this.service = service
    this.dataCentre = dataCentre
    this.key = key
    this.sessionId = sessionId
    this.msgId = msgId
  }

  get dc(): number {
    return this.dataCentre.id
  }

  get authKeyId(): bigint {
    return this.key.authKeyId
  }

  get layer(): number | undefined {
    return this.key.layer
  }

  get apiId(): number | undefined {
    return this.key.client?.apiId
  }

  get account(): Account | undefined {
    return this.key.login.account
  }

  /** Who is logged in; throws 401 AUTH_KEY_UNREGISTERED when nobody is. */
  requireAccount(): Account {
    const { account } = this
    if (account === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
    return account
  }
}
